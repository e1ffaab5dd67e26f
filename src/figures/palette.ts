/** One colour of the figures in its two themes. Blue, vermilion and amber stay apart for every kind of colour vision (after Okabe and Ito). */
interface Colour {
  readonly light: string
  readonly dark: string
}

const colours = {
  paper: { light: '#ffffff', dark: '#161b22' },
  ink: { light: '#1c2430', dark: '#e6edf3' },
  muted: { light: '#57606a', dark: '#a3adb8' },
  line: { light: '#d5dbe2', dark: '#343b44' },
  soft: { light: '#e6ebf1', dark: '#242c36' },
  hatch: { light: '#9aa4af', dark: '#6e7985' },
  plain: { light: '#0b69a8', dark: '#58b1e8' },
  warn: { light: '#8f6200', dark: '#e3b341' },
  bad: { light: '#b5360a', dark: '#ff8f66' },
} as const satisfies Record<string, Colour>

export type Ink = keyof typeof colours

/** A paint for `fill` and `stroke`: the page's theme where it sets one, else the light colour, so that a lone SVG file works too. */
export function ink(name: Ink): string {
  return `var(--figure-${name}, ${colours[name].light})`
}

/** The custom properties of one theme, for a page's style sheet. */
export function figureTheme(theme: 'light' | 'dark'): string {
  return Object.entries(colours)
    .map(([name, colour]) => `--figure-${name}: ${colour[theme]};`)
    .join(' ')
}
