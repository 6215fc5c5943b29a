// Charts of braille characters. Each character holds 2 x 4 dots.

import { styleText } from 'node:util'

/** `plain` is the text colour of the terminal. */
export type Colour = 'plain' | 'gray' | 'cyan' | 'magenta' | 'blue' | 'green' | 'yellow' | 'red'

export interface BrailleLine {
  readonly values: ArrayLike<number>
  /** Column of the first value; the columns before it stay empty. Default 0. */
  readonly from?: number
  readonly colour: Colour
  /** Number of dots that are drawn and then left out, in turn, so that lines differ also without colours. */
  readonly dash?: readonly [drawn: number, left: number]
}

/** The area between two lines, drawn as a loose pattern of dots. */
export interface BrailleBand {
  readonly lower: ArrayLike<number>
  readonly upper: ArrayLike<number>
  readonly from?: number
  readonly colour: Colour
}

export interface BrailleChart {
  /** Lines; a later one is drawn over the earlier ones, and all are drawn over the bands. */
  readonly lines: readonly BrailleLine[]
  readonly bands?: readonly BrailleBand[]
  /** Texts below the columns; an empty text gets no mark on the axis. */
  readonly labels: readonly string[]
  /** Width of the plot in characters, without the scale to its left. */
  readonly width: number
  /** Height of the plot in lines. */
  readonly height: number
  readonly coloured: boolean
}

/** The bit of each dot of a character, by row and column. */
const bits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
]

/** Draws lines over the same columns; NaN leaves a gap. */
export function brailleChart({ lines, bands = [], labels, width, height, coloured }: BrailleChart): string {
  const all = [...lines.map(({ values }) => values), ...bands.flatMap(({ lower, upper }) => [lower, upper])]
  const { low, high, step } = scale(all.flatMap((values) => Array.from(values).filter(Number.isFinite)))
  const cells = Array.from({ length: height }, () =>
    Array.from({ length: width }, () => ({ dots: 0, colour: 'plain' as Colour, band: false })),
  )
  const x = (column: number) => Math.round((column * (2 * width - 1)) / Math.max(1, labels.length - 1))
  const y = (value: number) => Math.round(((high - value) / (high - low)) * (height * 4 - 1))
  const dot = (column: number, row: number, colour: Colour, band = false) => {
    const cell = cells[row >> 2][column >> 1]
    // A character has only one colour: where a line crosses a band, the dots of the band are removed.
    const dots = cell.band && !band ? 0 : cell.dots
    cells[row >> 2][column >> 1] = { dots: dots | bits[row & 3][column & 1], colour, band }
  }

  for (const { lower, upper, from = 0, colour } of bands) {
    walk(lower, from, x, (column, at) => {
      const bottom = y(interpolated(lower, at))
      for (let row = y(interpolated(upper, at)); row <= bottom; row++)
        if (row % 2 === 0 && (row >> 1) % 2 === column % 2) dot(column, row, colour, true)
    })
  }
  for (const { values, from = 0, colour, dash = [1, 0] } of lines) {
    let drawn = 0
    let before: number | undefined
    walk(values, from, x, (column, at, starts) => {
      const row = y(interpolated(values, at))
      // In steep parts, the column is filled from the row of the column before it, so that the line has no gaps.
      const last = starts || before === undefined ? row : before
      const turn = Math.sign(row - last) || 1
      for (let r = last === row ? row : last + turn; ; r += turn) {
        if (drawn++ % (dash[0] + dash[1]) < dash[0]) dot(column, r, colour)
        if (r === row) break
      }
      before = row
    })
  }
  return addAxes(cells, { low, high, step }, labels, x, coloured)
}

/**
 * Calls `visit` for every column of dots that a line covers, with the position between the values, for example 2.5, and
 * whether a piece of the line starts there, at its first value or after a gap.
 */
function walk(
  values: ArrayLike<number>,
  from: number,
  x: (column: number) => number,
  visit: (column: number, at: number, starts: boolean) => void,
): void {
  let starts = true
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) {
      starts = true
      continue
    }
    const [left, right] = [x(from + i), x(from + i + 1)]
    visit(left, i, starts)
    starts = false
    if (i + 1 === values.length || Number.isNaN(values[i + 1])) continue
    for (let column = left + 1; column < right; column++) visit(column, i + (column - left) / (right - left), false)
  }
}

function interpolated(values: ArrayLike<number>, at: number): number {
  const i = Math.floor(at)
  return at === i ? values[i] : values[i] + (at - i) * (values[i + 1] - values[i])
}

/** Limits of the value axis, which are multiples of a round step and enclose all values. */
function scale(values: readonly number[]): { low: number; high: number; step: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < least) least = value
    if (value > most) most = value
  }
  if (!(least <= most)) return { low: 0, high: 1, step: 1 }
  const rough = (most - least || Math.abs(most) || 1) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5].find((times) => times * power >= rough) ?? 10)
  const low = Math.floor(least / step) * step
  return { low, high: Math.max(Math.ceil(most / step) * step, low + step), step }
}

function addAxes(
  cells: readonly (readonly { dots: number; colour: Colour }[])[],
  { low, high, step }: { low: number; high: number; step: number },
  labels: readonly string[],
  x: (column: number) => number,
  coloured: boolean,
): string {
  const digits = Math.max(0, -Math.floor(Math.log10(step)))
  const marks = new Map<number, string>()
  const steps = Math.round((high - low) / step)
  for (let i = 0; i <= steps; i++)
    marks.set(Math.round((i * (cells.length - 1)) / steps), (high - i * step).toFixed(digits))
  const margin = Math.max(...Array.from(marks.values(), ({ length }) => length))
  const rows = cells.map((row, r) => {
    const mark = marks.get(r)
    return `${(mark ?? '').padStart(margin)} ${mark === undefined ? '│' : '┤'}${colourRow(row, coloured)}`
  })
  const axis = Array.from({ length: cells[0].length }, () => '─')
  let names = ''
  labels.forEach((label, column) => {
    const at = Math.min(x(column) >> 1, axis.length - 1)
    if (!label || (names && at <= names.length) || at + label.length > axis.length + margin) return
    axis[at] = '┬'
    names = names.padEnd(at) + label
  })
  const indent = ' '.repeat(margin + 1)
  return [...rows, `${indent}└${axis.join('')}`, `${indent} ${names}`].join('\n')
}

/** Writes a row of characters. Neighbours of one colour share their escape codes. */
function colourRow(row: readonly { dots: number; colour: Colour }[], coloured: boolean): string {
  let text = ''
  for (let i = 0; i < row.length; ) {
    const { colour } = row[i]
    let run = ''
    for (; i < row.length && row[i].colour === colour; i++)
      run += row[i].dots ? String.fromCharCode(0x2800 + row[i].dots) : ' '
    text += coloured && colour !== 'plain' ? styleText(colour, run, { validateStream: false }) : run
  }
  return text
}
