// Fills the inputs of an ONNX model of a forecaster from plain arrays, as a program in any language would: it reads
// nothing but the description. All series begin in January 2000 and have a row for each month.

import type { OnnxColumn, OnnxDescription, OnnxInput } from '../../src/onnx/index.ts'
import type { SeriesInput } from '../../src/series/index.ts'
import type { Feed } from './run.ts'

/** The value of a column in a row of a series. `row` counts from the first row of the series. */
function cellOf(column: OnnxColumn, { id, known, observed, static: fixed }: SeriesInput, row: number): number {
  const isInt = 'cycle' in column || 'categories' in column
  if (row < 0) return isInt ? 0 : Number.POSITIVE_INFINITY
  if ('cycle' in column) {
    const step = (30 * 12 + row) % column.cycle
    return column.series ? column.cycle * (1 + column.series.indexOf(id)) + step : step
  }
  if ('calendar' in column) {
    if (column.calendar !== 'month') throw new Error(`Expected months, got ${column.calendar}`)
    const month = new Date(Date.UTC(2000, row)).getUTCMonth() + 1
    return Math[column.wave]((2 * Math.PI * (month - column.low)) / column.count)
  }
  if ('series' in column) return column.series.indexOf(id)
  const name = column.covariate
  const value = fixed?.[name] ?? (known?.[name] ?? observed?.[name])?.[row]
  if ('categories' in column) return 1 + column.categories.indexOf(value as string)
  return value === undefined || value === null ? Number.NaN : Number(value)
}

const arrayOf = (type: OnnxInput['type'], numbers: readonly number[]) =>
  type === 'float64'
    ? Float64Array.from(numbers)
    : type === 'int32'
      ? Int32Array.from(numbers)
      : Float32Array.from(numbers)

/** The target in rows counted from the end of a series; NaN outside of it. */
const targetOf = (values: SeriesInput['values'], [from, to]: readonly [number, number]): number[] =>
  Array.from({ length: to - from }, (_, i) => values[values.length + from + i] ?? Number.NaN)

/** The inputs of a model that forecasts the whole horizon. */
export function inputsOf({ inputs }: OnnxDescription, series: readonly SeriesInput[]): Record<string, Feed> {
  const longest = series.reduce((most, { values }) => Math.max(most, values.length), 0)
  return Object.fromEntries(
    inputs.map(({ name, type, shape, rows, columns }) => {
      // The whole histories, so that they also have the rows before a context without values.
      const past = Math.max(longest, -(rows?.[0] ?? 0))
      const numbers = series.flatMap((one) => {
        const origin = one.values.length
        if (!columns) return targetOf(one.values, [-past, 0])
        const [from, to] = rows ?? [0, 1]
        const own = Array.from({ length: to - from }, (_, i) => origin + from + i)
        return own.flatMap((row) => columns.map((column) => cellOf(column, one, row)))
      })
      const sizes = columns ? (shape.slice(1) as number[]) : [past]
      return [name, { shape: [series.length, ...sizes], data: arrayOf(type, numbers) }]
    }),
  )
}

/**
 * The inputs of a call of a step-by-step model, for steps [from, to) counted from the first one that is forecast.
 *
 * @param drawn - values after the end of each series
 */
export function stepInputs(
  { inputs, states = [] }: OnnxDescription,
  series: readonly SeriesInput[],
  [from, to]: readonly [number, number],
  drawn: readonly (readonly number[])[],
  carried: Readonly<Record<string, Feed>>,
): Record<string, Feed> {
  const steps = to - from
  const isState = new Set(states.map(({ input }) => input))
  return Object.fromEntries(
    inputs.map(({ name, type, shape, rows = [0, 1], columns }) => {
      if (isState.has(name)) {
        const own = [series.length, ...(shape.slice(1) as number[])]
        return [name, carried[name] ?? { shape: own, data: new Float32Array(own.reduce((a, b) => a * b, 1)) }]
      }
      if (name === 'history') return [name, inputsOf({ inputs: [{ name, type, shape, rows }] } as never, series)[name]]
      if (!columns) {
        // Rows before the first step up to the one before the last step.
        const numbers = series.flatMap(({ values }, s) => {
          const all = [...Array.from(values, Number), ...drawn[s]]
          const first = values.length + from + rows[0]
          return Array.from({ length: steps - 1 - rows[0] }, (_, i) => all[first + i] ?? Number.NaN)
        })
        return [name, { shape: [series.length, steps - 1 - rows[0]], data: arrayOf(type, numbers) }]
      }
      // Values of a whole series have no row.
      const rowsOf = ({ values }: SeriesInput) =>
        shape.includes('time')
          ? Array.from({ length: steps }, (_, step) => values.length + from + step + rows[0])
          : [values.length]
      const numbers = series.flatMap((one) =>
        rowsOf(one).flatMap((row) => columns.map((column) => cellOf(column, one, row))),
      )
      const own = shape.map((size, axis) => (axis === 0 ? series.length : size === 'time' ? steps : Number(size)))
      return [name, { shape: own, data: arrayOf(type, numbers) }]
    }),
  )
}
