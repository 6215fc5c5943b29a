/**
 * Colours of charts and page. Text has a contrast of at least 4.5 to 1 on `page` and `surface`, lines of charts at
 * least 3 to 1 on `surface` (WCAG 2, level AA).
 */
export interface Palette {
  readonly page: string
  readonly surface: string
  readonly ink: string
  readonly muted: string
  /** Colour of borders and grid lines. */
  readonly line: string
  /** Colour of forecasts, and of elements that can be clicked. */
  readonly accent: string
  /** Colours of the lines of one chart. Symbols and dashes distinguish them as well. */
  readonly lines: readonly string[]
}

export const palettes: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    page: '#f6f7f9',
    surface: '#ffffff',
    ink: '#16202e',
    muted: '#566274',
    line: '#dfe3e9',
    accent: '#1d5fd0',
    lines: ['#1d5fd0', '#c2570c', '#0f7f74', '#a21caf', '#5d7a0b', '#be1f3c', '#5b4bc4', '#7a5230'],
  },
  dark: {
    page: '#0d1219',
    surface: '#151c26',
    ink: '#e7ecf3',
    muted: '#a1adbd',
    line: '#2a3442',
    accent: '#6ea8fe',
    lines: ['#6ea8fe', '#fba35c', '#3fd1bf', '#e58bf0', '#b5d33d', '#fb7c93', '#a99bff', '#d6a679'],
  },
}

/** The token of the colour of a line, by its position. With more lines than colours, the colours repeat. */
export const lineToken = (position: number): string => `$line${position % palettes.light.lines.length}`

/** The colour of each token, for example of `$muted` and `$line2`. */
export const tokensOf = ({ lines, ...colours }: Palette): Record<string, string> =>
  Object.fromEntries([
    ...Object.entries(colours).map(([name, colour]) => [`$${name}`, colour]),
    ...lines.map((colour, i) => [`$line${i}`, colour]),
  ])

/**
 * Replaces the colour tokens in the options of a chart. Only values of keys that end with `color` are replaced, so that
 * a text that looks like a token stays.
 */
export function fillTokens<T extends object>(option: T, tokens: Readonly<Record<string, string>>): T {
  return JSON.parse(
    JSON.stringify(option, (key, value) => (/color$/i.test(key) && value in tokens ? tokens[value] : value)),
  )
}

/** Writes a palette as custom properties of CSS. */
export const customProperties = ({ lines: _, ...colours }: Palette): string =>
  Object.entries(colours)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ')
