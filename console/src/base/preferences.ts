import { stored } from './stored.ts'

/** In which zone times are shown. */
export const timeZone = stored('time-zone', (text): 'utc' | 'local' => (text === 'local' ? 'local' : 'utc'))

/** Whether single keys are commands: people who dictate, or whose fingers slip, switch them off (WCAG 2.2, 2.1.4). */
export const shortcutsOn = stored('shortcuts', (text): 'on' | 'off' => (text === 'off' ? 'off' : 'on'))
