import { ActionIcon, useMantineColorScheme } from '@mantine/core'
import IconDeviceDesktop from '@tabler/icons-react/icons/IconDeviceDesktop'
import IconMoon from '@tabler/icons-react/icons/IconMoon'
import IconSun from '@tabler/icons-react/icons/IconSun'

const looks = {
  auto: { icon: IconDeviceDesktop, says: 'Colours follow the system', next: 'light' },
  light: { icon: IconSun, says: 'Light colours', next: 'dark' },
  dark: { icon: IconMoon, says: 'Dark colours', next: 'auto' },
} as const

const names = { auto: 'those of the system', light: 'light', dark: 'dark' } as const

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  // With transitions kept: switching them off for a moment would need a style element, which the content policy refuses.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const { icon: Icon, says, next } = looks[colorScheme]
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`${says}. Change to ${names[next]}`} onClick={() => setColorScheme(next)}>
      <Icon size={20} stroke={1.7} aria-hidden="true" />
    </ActionIcon>
  )
}
