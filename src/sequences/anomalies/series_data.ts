import { isNumericArray } from '../../base/brand.ts'
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
    checkPanel(data as Panel)
    return data as Panel
  }
  return panelFromSeries([{ id: onlyId, start: 0, values: readValues('values', data) }], { frequency: '1' })
}

/** Checks that every series has values to learn from, which are not all equal. */
export function checkLearnable(panel: Panel): void {
  checkHistories(panel)
  panel.ids.forEach((id, series) => {
    const seen = panel.history(series).filter((value) => !Number.isNaN(value))
    if (seen.some((value) => value !== seen[0])) return
    throw new GatecastError(
      'ERR_DATA',
      `Expected values that change in series "${id}", got ${seen[0]} in all of its ${seen.length} observed rows: nothing ` +
        'tells how far from it is far. Leave the series out, or compare its values with a limit of your own',
    )
  })
}

/** The season of a panel: that of its frequency, or the one that its values show. */
export function seasonFor(panel: Panel, given: number | undefined): number {
  if (given !== undefined) return given
  const usual = seasonOf(panel.frequency)
  return usual > 1 ? usual : detectSeason(panel)
}
