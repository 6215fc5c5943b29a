import { listNames, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { isForecast } from '../../forecast/check.ts'
import type { Forecast } from '../../forecast/forecast.ts'
import type { NamedForecasts } from './means_option.ts'

/**
 * The forecasts of a chart with the names of their lines.
 *
 * @throws {GatecastError} `ERR_TYPE` for anything but forecasts, `ERR_DATA` without one
 */
export function namedForecasts(given: Forecast | Readonly<Record<string, Forecast>>): NamedForecasts {
  if (isForecast(given)) return [['forecast', given]]
  const entries = typeof given === 'object' && given !== null && !Array.isArray(given) ? Object.entries(given) : null
  const wrong = entries ? entries.find(([, one]) => !isForecast(one)) : (['forecast', given] as const)
  if (wrong)
    throw new GatecastError(
      'ERR_TYPE',
      `Expected ${wrong[0]} to be the result of predict(), got ${shown(wrong[1])}. Give one forecast, or several by ` +
        'name: { theta: one, gru: other }',
    )
  if (!entries?.length) throw new GatecastError('ERR_DATA', 'Expected at least one forecast to draw, got none')
  return entries
}

/** @throws {GatecastError} `ERR_DATA` if a forecast lacks the series, naming it if there are several */
export function checkSeries(named: NamedForecasts, id: string): void {
  for (const [name, one] of named) {
    if (named.length === 1 || one.ids.includes(id)) one.of(id)
    else
      throw new GatecastError(
        'ERR_DATA',
        `Expected series ${shown(id)} in every forecast of the chart, got none in "${name}", which has ` +
          `${listNames(one.ids.slice(0, 5))}${one.ids.length > 5 ? ` and ${one.ids.length - 5} more` : ''}`,
      )
  }
}
