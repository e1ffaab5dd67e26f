import { figureTheme } from './palette.ts'

const light = `
  color-scheme: light;
  --page: #f5f7f9; --paper: #ffffff; --raised: #f5f7f9; --ink: #1c2430; --muted: #57606a; --line: #d5dbe2; --link: #0b5f99; --focus: #0b69a8;
  --grave: #a32a06; --grave-soft: #fdeee9; --high: #8a4b00; --high-soft: #fdf1e1; --medium: #7a5a00; --medium-soft: #fbf5da;
  --low: #0b5f99; --low-soft: #e8f2fa; --calm: #57606a; --calm-soft: #eef1f4;`

const dark = `
  color-scheme: dark;
  --page: #0e1319; --paper: #161b22; --raised: #1d242d; --ink: #e6edf3; --muted: #a3adb8; --line: #343b44; --link: #7cc4f2; --focus: #7cc4f2;
  --grave: #ff9d7a; --grave-soft: #3a1c14; --high: #f0b072; --high-soft: #35240f; --medium: #e3c04f; --medium-soft: #302a0e;
  --low: #7cc4f2; --low-soft: #12293a; --calm: #a3adb8; --calm-soft: #242c36;`

/** The custom properties of a page in one theme, those of its figures included: report and console look alike. */
export function pageTheme(theme: 'light' | 'dark'): string {
  return `${theme === 'light' ? light : dark}\n  ${figureTheme(theme)}`
}
