import { cook, type Recipe } from '../calendar/recipes.ts'
import { fixedStep, stepTimes } from '../time/steps.ts'
import type { PanelParts } from './panel_parts.ts'

/**
 * Values of a recipe for rows [from, to) of a series; `to` may go past its end. Series mostly run side by side: rows of
 * the same times are computed once.
 */
export function cookedBy(recipe: Recipe, { frequency, timeZone, starts }: PanelParts) {
  const step = fixedStep(frequency, timeZone)
  const known = new Map<number | string, Float64Array>()
  return (series: number, from: number, to: number): Float64Array => {
    // The day of the month of later rows follows from the first row of the series, so one of them does not tell it.
    const key = step ? starts[series] + from * step : `${starts[series]} ${from}`
    let values = known.get(key)
    if (!values || values.length < to - from) {
      values = cook(recipe, stepTimes(starts[series], from, to, frequency, timeZone), frequency, timeZone)
      known.set(key, values)
    }
    return values.subarray(0, to - from)
  }
}
