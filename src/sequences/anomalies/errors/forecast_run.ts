// Compares the rows of a series with forecasts from the rows before them. A forecaster that reads an outlier forecasts the
// rows after it wrongly, so outliers are missing values to it. Far values that go on are no outliers, and it reads them.

import { pacer } from '../../../base/resources/turns.ts'
import type { Forecaster } from '../../../forecast/index.ts'
import { append } from '../../../forecast/network/stream/append.ts'
import { lastRows } from '../../../forecast/panel_rows.ts'
import type { CallOptions } from '../../../nn/index.ts'
import type { Panel } from '../../../series/index.ts'
import { type ErrorRun, emptyColumns, setRow } from './error_source.ts'
import { ForecastPath } from './forecast_path.ts'
import { memoryOf, rollForecasts } from './roll.ts'

/** What is known about the errors of a series. */
export interface ForecastSpreads {
  /** The usual size of the errors of the first step. */
  readonly first: number
  /** The usual size of the errors of all steps. */
  readonly path: number
  /** Rows at the start of a history whose forecasts are worse than usual, so that nothing is said about them. */
  readonly warmUp: number
}

/** Rows that are forecast at a time: few after an outlier, because the forecasts after the next one are made again. */
const [fewest, most] = [16, 1024]

export async function runForecasts(
  forecaster: Forecaster,
  panel: Panel,
  spreads: ForecastSpreads,
  options: CallOptions,
): Promise<ErrorRun> {
  const { horizon } = forecaster
  const values = panel.history(0)
  const columns = emptyColumns(values.length)
  const path = new ForecastPath(horizon, spreads.path)
  let inARow = 0
  const read = panel.with({ target: { ...panel.target, values: panel.target.values.slice() } })
  const pace = pacer(options.signal)
  let size = fewest
  for (let row = 0; row < values.length; ) {
    const first = row
    const to = Math.min(values.length, first + size)
    const forecasts = await rollForecasts(forecaster, read, first, to, options)
    size = Math.min(most, 2 * size)
    while (row < to) {
      const at = (row - first) * horizon
      const forecast = row < spreads.warmUp ? unknown(horizon) : forecasts.subarray(at, at + horizon)
      const errors = path.next(values[row], forecast)
      setRow(columns, row, errors)
      inARow = farInARow(inARow, errors.error, spreads.first)
      row++
      if (!isOutlier(errors.error, inARow)) continue
      read.history(0)[row - 1] = Number.NaN
      size = fewest
      break
    }
    await pace()
  }
  const memory = memoryOf(forecaster, panel)
  let own = lastRows(read, memory)
  let count = values.length
  return {
    columns,
    async next(value, { observed = {}, known = {} }) {
      const end = own.lengths[0]
      const made = await rollForecasts(forecaster, own, end, end + 1, options)
      const forecast = count < spreads.warmUp ? unknown(horizon) : made
      const error = value - forecast[0]
      const now = farInARow(inARow, error, spreads.first)
      const given = {
        values: [isOutlier(error, now) ? Number.NaN : value],
        observed: listed(observed),
        known: listed(known),
      }
      // An observation that is refused leaves everything as it was.
      own = lastRows(append(own, given, horizon), memory)
      inARow = now
      count++
      return path.next(value, forecast)
    },
  }
}

const unknown = (horizon: number) => new Float64Array(horizon).fill(Number.NaN)

const listed = (given: object) => Object.fromEntries(Object.entries(given).map(([name, one]) => [name, [one]]))

/** An error of more than this number of usual ones is far. */
const far = 5
/** After this number of far values in a row, the next ones are no outliers. */
const patience = 8

/** The number of far values in a row up to a value with this error. A missing value does not end the row. */
function farInARow(before: number, error: number, spread: number): number {
  if (Number.isNaN(error)) return before
  return Math.abs(error) > far * spread ? before + 1 : 0
}

const isOutlier = (error: number, inARow: number): boolean => !Number.isNaN(error) && inARow > 0 && inARow <= patience
