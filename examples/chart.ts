// A line chart of braille characters. Each character holds 2 x 4 dots.

import { type Colour, paint } from './terminal.ts'

export interface Line {
  name: string
  colour: Colour
  /** Number of dots that are drawn and then left out, in turn, so that lines differ also without colours. */
  dash: readonly [drawn: number, left: number]
  /** Values of the last columns of the chart; the columns before them stay empty. */
  values: readonly number[]
}

const rows = 16
const dotsPerValue = 3
/** The bit of each dot of a character, by row and column. */
const bits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
]

interface Cell {
  dots: number
  colour: Colour
}

/** Draws lines; a later one is drawn over earlier ones. `labels` name the columns; an empty label gets no mark. */
export function chart(lines: readonly Line[], labels: readonly string[]): string {
  const all = lines.flatMap(({ values }) => values)
  const low = Math.floor(Math.min(...all) / 50) * 50
  const high = Math.ceil(Math.max(...all) / 50) * 50
  const width = Math.ceil((labels.length * dotsPerValue) / 2)
  const cells = Array.from({ length: rows }, () =>
    Array.from({ length: width }, (): Cell => ({ dots: 0, colour: 'white' })),
  )
  const y = (value: number) => Math.round(((high - value) / (high - low)) * (rows * 4 - 1))
  for (const { values, colour, dash } of lines) {
    const first = labels.length - values.length
    let drawn = 0
    for (let i = 0; i + 1 < values.length; i++) {
      walk((first + i) * dotsPerValue, y(values[i]), dotsPerValue, y(values[i + 1]), (column, row) => {
        if (drawn++ % (dash[0] + dash[1]) >= dash[0]) return
        const cell = cells[row >> 2][column >> 1]
        cell.dots |= bits[row & 3][column & 1]
        cell.colour = colour
      })
    }
  }
  const top = (row: number) => high - ((high - low) * row) / rows
  const picture = cells.map((row, r) => {
    const mark = Math.ceil(top(r + 1) / 100) * 100
    const text = row.map(({ dots, colour }) => paint(colour, String.fromCharCode(0x2800 + dots))).join('')
    return mark < top(r) ? `${`${mark}`.padStart(5)} ┤${text}` : `${' '.repeat(6)}│${text}`
  })
  const legend = lines.map(({ name, colour, dash }) => paint(colour, `${dash[1] ? '╌╌' : '──'} ${name}`)).join('   ')
  return [...picture, axis(labels, width), `${' '.repeat(7)}${legend}`].join('\n')
}

function axis(labels: readonly string[], width: number): string {
  const line = Array.from({ length: width }, () => '─')
  let names = ''
  labels.forEach((label, i) => {
    if (!label) return
    const column = Math.floor((i * dotsPerValue) / 2)
    line[column] = '┬'
    names = names.padEnd(column) + label
  })
  return `${' '.repeat(6)}└${line.join('')}\n${' '.repeat(7)}${names}`
}

/** The dots of a line from column x, row `from`, to row `to` in the column that is `span` columns to the right. */
function walk(x: number, from: number, span: number, to: number, dot: (column: number, row: number) => void): void {
  const steps = Math.max(span, Math.abs(to - from))
  for (let k = 0; k < steps; k++) dot(x + Math.floor((k * span) / steps), Math.round(from + ((to - from) * k) / steps))
}
