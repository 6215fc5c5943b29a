import { GatecastError } from '../../base/error.ts'
import type { Panel } from '../../series/index.ts'
import { checkPanel } from '../check.ts'
import { Forecast } from '../forecast.ts'

/**
 * Makes a forecast of a panel of forecasts: of a table that {@link Forecast.toColumns}, a job or the command has written, and
 * that was read again.
 *
 * @param panel - its target is the mean, its observed columns `q0.1`, `q0.9`, ... are the quantiles; all series have the same
 * number of rows. Other columns are not used
 * @returns the forecast, without fitted values
 * @throws {GatecastError} `ERR_TYPE` for anything but a panel; `ERR_SHAPE` if series differ in length; `ERR_NOT_FINITE` for a
 * missing value
 * @example
 * const columns = { series: 'series', time: 'time', target: 'mean', observed: ['q0.1', 'q0.9'] }
 * const again = forecastFromPanel(panelFromRows(forecast.toRows(), columns))
 */
export function forecastFromPanel(panel: Panel): Forecast {
  checkPanel(panel)
  const { ids, frequency, timeZone, starts, channels, names, lengths, observed, target } = panel
  const horizon = lengths[0]
  const odd = lengths.findIndex((length) => length !== horizon)
  if (odd >= 0)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected the same number of steps for each series, got ${horizon} for ${ids[0]} and ${lengths[odd]} for ${ids[odd]}`,
    )
  const rowsOf = (values: Float64Array) => {
    const rows = new Float64Array(ids.length * horizon)
    ids.forEach((_, series) => {
      const from = panel.offsets[series]
      rows.set(values.subarray(from, from + horizon), series * horizon)
    })
    return rows
  }
  const levels = observed
    .flatMap(({ name, values }) => (/^q0?\.\d+$/.test(name) ? [{ level: Number(name.slice(1)), values }] : []))
    .sort((a, b) => a.level - b.level)
  return new Forecast({
    ...{ ids, frequency, timeZone, horizon, starts, channels, names },
    lengths: new Float64Array(ids.length),
    mean: rowsOf(target.values),
    quantileLevels: levels.map(({ level }) => level),
    quantiles: levels.map(({ values }) => rowsOf(values)),
  })
}
