import { isNumericArray } from '../../base/brand.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkHistories, checkPanel } from '../../forecast/check.ts'
import { detectSeason } from '../../forecast/index.ts'
import { type Panel, panelFromSeries, seasonOf } from '../../series/index.ts'
import { readValues } from '../read_values.ts'

/** The id of the series that an array of values is. */
export const onlyId = 'values'

/** A panel, or an array of values as a panel with one series. */
export function asPanel(data: Panel | ArrayLike<number>): Panel {
  if (!Array.isArray(data) && !isNumericArray(data)) {
    if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data))
      throw new GatecastError(
        'ERR_TYPE',
        `Expected a panel, or the values of one series as an array of numbers, got ${shown(data)}. Convert them with ` +
          'Float64Array.from(values, Number), or make a panel with panelFromColumns()',
      )
    checkPanel(data as Panel)
    return data as Panel
  }
  return panelFromSeries([{ id: onlyId, start: 0, values: readValues('values', data) }], { frequency: '1' })
}

/**
 * The reason why a series cannot be learned from: too few or infinite values, or values that never change.
 *
 * @param rows - number of first rows that train
 */
export function faultOf(panel: Panel, series: number, rows: number): GatecastError | undefined {
  try {
    checkHistories(panel.select([series]))
  } catch (error) {
    if (error instanceof GatecastError) return error
    throw error
  }
  const seen = panel
    .history(series)
    .subarray(0, rows)
    .filter((value) => !Number.isNaN(value))
  if (seen.length === 0 || seen.some((value) => value !== seen[0])) return undefined
  return new GatecastError(
    'ERR_DATA',
    `Expected values that change in series "${panel.ids[series]}", got ${seen[0]} in all of the ${seen.length} observed rows ` +
      'of training: nothing tells how far from it is far. Leave the series out, or compare its values with a limit of your own',
  )
}

/** The season of a panel: that of its frequency, or the one that its values show. */
export function seasonFor(panel: Panel, given: number | undefined): number {
  if (given !== undefined) return given
  const usual = seasonOf(panel.frequency)
  return usual > 1 ? usual : detectSeason(panel)
}
