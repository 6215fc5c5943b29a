import { checkOptions, checkWhole } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { eachSeries, mapSeries, numeric, withColumns } from '../../series/table/table.ts'
import { formatTime } from '../../series/time/format_time.ts'
import { addSteps } from '../../series/time/steps.ts'
import { difference, integrate } from '../../series/values/difference.ts'
import { chosenOrTarget, stateOf } from './chosen_columns.ts'
import type { Step } from './step.ts'

/** Options of {@link Pipeline.difference}. */
export interface DifferenceOptions {
  /** The columns to change. Default: the target. */
  columns?: string | readonly string[]
  /** The distance in rows between the two values; for seasonal differences, the season. Default 1. */
  lag?: number
}

/** The times and values at both ends of a series, from which its values are restored. */
interface Ends {
  start: number
  first: (number | null)[]
  end: number
  last: (number | null)[]
}

export interface DifferenceState {
  lag: number
  columns: Record<string, Record<string, Ends>>
}

// Missing values are null, as JSON has no NaN.
const packed = (values: Float64Array) => Array.from(values, (value) => (Number.isNaN(value) ? null : value))
const unpacked = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? Number.NaN)

/** The first row with a value. Missing values before it make the differences of the rows after them missing too. */
function firstPresent(values: Float64Array, from: number, to: number): number {
  let row = from
  while (row < to && Number.isNaN(values[row])) row++
  return row
}

/** The first `lag` values are differences to known values. After them differences are added to each other. */
const quantileOfSums = (column: string, id: string, lag: number, rows: number): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected at most ${lag} ${lag === 1 ? 'row' : 'rows'} of the quantile "${column}" for series "${id}", got ${rows}: ` +
      `difference(${lag === 1 ? '' : `{ lag: ${lag} }`}) is undone by adding up, and the quantile of a sum is not the sum ` +
      "of the quantiles. Undo it for the mean: { columns: 'mean' }. For intervals, forecast the series without " +
      "difference(), for example by naive(), ets(), ar() or gru({ scaling: 'last' }); or undo it for sampled paths, one " +
      'column for each, and take quantiles across them',
  )

export const differenceStep: Step<[options?: DifferenceOptions], DifferenceState> = {
  refit: true,
  fit(table, options = {}) {
    checkOptions('difference', options, ['columns', 'lag'])
    const lag = checkWhole('lag', options.lag ?? 1, 1)
    const columns = chosenOrTarget('difference', table, options.columns).map((name) => {
      const values = numeric(table, name)
      const ends: [string, Ends][] = []
      eachSeries(table, name, (from, to, series) => {
        const state = {
          start: table.times[from],
          first: packed(values.slice(from, Math.min(firstPresent(values, from, to) + lag, to))),
          end: table.times[to - 1],
          last: packed(values.slice(Math.max(from, to - lag), to)),
        }
        ends.push([table.ids[series], state])
      })
      return [name, Object.fromEntries(ends)]
    })
    return { lag, columns: Object.fromEntries(columns) }
  },
  apply(table, { lag, columns }) {
    return withColumns(
      table,
      Object.keys(columns).map((name) => [name, mapSeries(table, name, (values) => difference(values, lag))]),
    )
  },
  invert(name, { id, times, values, quantile }, { lag, columns }, { frequency, timeZone }) {
    if (!Object.hasOwn(columns, name)) return values
    const { start, first, end, last } = stateOf('difference', columns[name], id)
    const next = frequency ? addSteps(end, 1, frequency, timeZone) : times[0]
    if (quantile !== undefined && values.length - (times[0] === start ? first.length : 0) > lag)
      throw quantileOfSums(quantile, id, lag, values.length)
    if (times[0] === start) {
      const restored = integrate(values.subarray(first.length), unpacked(first), lag)
      return Float64Array.from([...unpacked(first), ...restored])
    }
    if (times[0] === next && last.length >= lag) return integrate(values, unpacked(last), lag)
    throw new GatecastError(
      'ERR_DATA',
      `Expected differences of series "${id}" from ${formatTime(start, timeZone)} or ${formatTime(next, timeZone)} on, ` +
        `because the values before these times are known, got differences from ${formatTime(times[0], timeZone)} on. ` +
        'Give the rows from one of these times on',
    )
  },
}
