import { computeRecipe, type Recipe } from '../calendar/recipes.ts'
import { fixedStep, stepTimes } from '../time/steps.ts'
import type { PanelParts } from './panel_parts.ts'

/**
 * Makes a function that computes a recipe for rows [from, to) of a series; `to` may be after its last row. Most series
 * of a panel have the same times, so results are kept and used again for rows of the same times.
 */
export function recipeRows(recipe: Recipe, { frequency, timeZone, starts }: PanelParts) {
  const step = fixedStep(frequency, timeZone)
  const known = new Map<number | string, Float64Array>()
  return (series: number, from: number, to: number): Float64Array => {
    // Without a fixed step, the times depend on the first row of the series: months keep its day of the month.
    const key = step ? starts[series] + from * step : `${starts[series]} ${from}`
    let values = known.get(key)
    if (!values || values.length < to - from) {
      values = computeRecipe(recipe, stepTimes(starts[series], from, to, frequency, timeZone), frequency, timeZone)
      known.set(key, values)
    }
    return values.subarray(0, to - from)
  }
}
