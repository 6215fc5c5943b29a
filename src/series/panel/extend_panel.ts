import { GatecastError } from '../../base/error.ts'
import { categoriesOf, type Recipe } from '../calendar/recipes.ts'
import type { Panel } from './panel.ts'
import type { Column } from './panel_parts.ts'
import { cookedBy } from './recipe_rows.ts'

/** See {@link Panel.extend}. */
export function extendPanel(panel: Panel, steps: number): Panel {
  const offsets = new Float64Array(panel.offsets.length)
  for (let series = 0; series < panel.seriesCount; series++) {
    const rows = panel.offsets[series + 1] - panel.offsets[series]
    offsets[series + 1] = offsets[series] + Math.max(rows, panel.lengths[series] + steps)
  }
  if (offsets[panel.seriesCount] === panel.rowCount) return panel
  const longer = (column: Column): Column => {
    const values = new Float64Array(offsets[panel.seriesCount]).fill(Number.NaN)
    const cooked = column.recipe && cookedBy(column.recipe, panel)
    for (let series = 0; series < panel.seriesCount; series++) {
      const [from, to] = [panel.offsets[series], panel.offsets[series + 1]]
      values.set(column.values.subarray(from, to), offsets[series])
      if (cooked)
        values.set(cooked(series, to - from, offsets[series + 1] - offsets[series]), offsets[series] + to - from)
    }
    return { ...column, values }
  }
  return panel.with({
    offsets,
    target: longer(panel.target),
    known: panel.known.map(longer),
    observed: panel.observed.map(longer),
  })
}

/** A panel with known covariates that follow from the time. */
export function withRecipes(panel: Panel, recipes: readonly [string, Recipe][]): Panel {
  const taken = new Set([panel.target, ...panel.known, ...panel.observed, ...panel.static].map(({ name }) => name))
  const added = recipes.map(([name, recipe]): Column => {
    if (taken.has(name))
      throw new GatecastError('ERR_DATA', `Expected a new column, got "${name}", which the panel has already`)
    taken.add(name)
    const values = new Float64Array(panel.rowCount)
    const cooked = cookedBy(recipe, panel)
    for (let series = 0; series < panel.seriesCount; series++) {
      const [from, to] = [panel.offsets[series], panel.offsets[series + 1]]
      values.set(cooked(series, 0, to - from), from)
    }
    const categories = categoriesOf(recipe)
    return { name, kind: categories ? 'categorical' : 'numeric', values, recipe, ...(categories && { categories }) }
  })
  return panel.with({ known: [...panel.known, ...added] })
}
