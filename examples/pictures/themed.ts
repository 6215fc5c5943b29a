/**
 * Colours of the charts in the light theme, each with its colour in the dark one. The contrast is at least 3 to 1 in
 * both.
 */
const dark: Readonly<Record<string, string>> = {
  '#ffffff': '#1b1b1f',
  '#16202e': '#e7ecf3',
  '#3c3c41': '#a1adbd',
  '#54555a': '#a1adbd',
  '#566274': '#a1adbd',
  '#b7b9be': '#56606e',
  '#dbdee4': '#2a3442',
  '#dfe3e9': '#2a3442',
  '#1d5fd0': '#6ea8fe',
  '#c2570c': '#fba35c',
  '#0f7f74': '#3fd1bf',
  '#a21caf': '#e58bf0',
}

/** Changes a picture so that its colours follow the theme of the page that shows it. */
export function themed(svg: string): string {
  const name = (colour: string) => `--c${colour.slice(1)}`
  const used = Object.keys(dark).filter((colour) => svg.includes(colour))
  const light = used.map((colour) => `${name(colour)}:${colour}`).join(';')
  const other = used.map((colour) => `${name(colour)}:${dark[colour]}`).join(';')
  const style = `<style>:root{${light}}@media (prefers-color-scheme:dark){:root{${other}}}</style>`
  const painted = used.reduce((text, colour) => text.replaceAll(colour, `var(${name(colour)})`), svg)
  return painted.replace('>', `>\n${style}`)
}
