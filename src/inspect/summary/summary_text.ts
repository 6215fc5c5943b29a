import type { Dim } from '../../addon/index.ts'
import type { SummaryParts } from './summary_parts.ts'

const whole = (value: number): string => value.toLocaleString('en')
const shape = (dims: readonly Dim[]): string => `[${dims.join(', ')}]`

/** Bytes with three digits and their unit. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power]}`
}

/** The summary as a table: a row for each layer, and the sums below. */
export function summaryText({ layers, inputs, outputs, weights, multiplyAdds, time, bytes }: SummaryParts): string {
  const head = ['layer', 'kind', 'input', 'output', 'weights', 'multiply-adds']
  const rows = layers.map((layer) => [
    layer.name,
    layer.kind,
    shape(layer.input),
    shape(layer.output),
    whole(layer.weights),
    whole(layer.multiplyAdds),
  ])
  const total = ['total', '', '', '', whole(weights), whole(multiplyAdds)]
  const named = (values: Readonly<Record<string, readonly Dim[]>>) =>
    Object.entries(values)
      .map(([name, dims]) => `${name} ${shape(dims)}`)
      .join(', ')
  const shapes = [...Object.values(inputs), ...Object.values(outputs), ...layers.map(({ input }) => input)]
  const hasTime = shapes.some((dims) => dims.some((dim) => String(dim).endsWith('time')))
  const steps = hasTime ? ` of ${whole(time)} time step${time === 1 ? '' : 's'}` : ''
  return [
    `inputs   ${named(inputs)}`,
    `outputs  ${named(outputs)}`,
    '',
    ...aligned([head, ...rows, total]),
    '',
    `Counts are for 1 sample${steps}. Weights take ${bytesText(bytes.weights)}, the values of a forward pass ` +
      `${bytesText(bytes.values)}.`,
  ].join('\n')
}

/** Pads columns to equal width; numbers, in the last two columns, to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const numbers = rows[0].length - 2
  return rows.map((row) =>
    row
      .map((cell, column) => (column < numbers ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  )
}
