// Text with colours, if the terminal shows them and NO_COLOR is not set.

import { styleText } from 'node:util'

export type Colour = 'cyan' | 'magenta' | 'gray' | 'white'

const { stdout, env } = process
export const coloured = env.FORCE_COLOR ? !env.NO_COLOR : Boolean(stdout.isTTY && stdout.hasColors?.())

export const bold = (text: string): string => (coloured ? styleText('bold', text) : text)
export const paint = (colour: Colour, text: string): string => (coloured ? styleText(colour, text) : text)

/** Writes a temporary text, only to a terminal. */
export const write = (text: string): unknown => stdout.isTTY && stdout.write(`\r\x1b[K${text}`)

export interface Row {
  name: string
  colour?: Colour
  cells: readonly string[]
}

export function table(head: readonly string[], rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const line = (first: string, cells: readonly string[]) => first + cells.map((cell) => cell.padStart(10)).join('')
  const body = rows.map(({ name, colour, cells }) =>
    line(colour ? paint(colour, name.padEnd(width)) : name.padEnd(width), cells),
  )
  return [bold(line(' '.repeat(width), head)), '─'.repeat(width + 10 * head.length), ...body].join('\n')
}
