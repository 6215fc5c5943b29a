import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { checkMemory } from '../../base/resources/memory_limit.ts'
import { categoriesOf, type Recipe } from '../calendar/recipes.ts'
import type { Column, PanelParts } from './panel_parts.ts'
import { recipeRows } from './recipe_rows.ts'

/** The parts that change if every series gets at least `steps` future rows; `undefined` if all series have them already. */
export function extendParts(panel: PanelParts, steps: number): Partial<PanelParts> | undefined {
  const count = panel.ids.length
  const offsets = new Float64Array(count + 1)
  for (let series = 0; series < count; series++) {
    const rows = panel.offsets[series + 1] - panel.offsets[series]
    offsets[series + 1] = offsets[series] + Math.max(rows, panel.lengths[series] + steps)
  }
  if (offsets[count] === panel.offsets[count]) return undefined
  const columns = 1 + panel.known.length + panel.observed.length
  checkMemory(
    8 * offsets[count] * columns,
    `a panel of ${count} series with ${steps} future rows each`,
    'Use fewer steps, or fewer series at a time: panel.select([...])',
  )
  const longer = (column: Column): Column => {
    const values = new Float64Array(offsets[count]).fill(Number.NaN)
    const computed = column.recipe && recipeRows(column.recipe, panel)
    for (let series = 0; series < count; series++) {
      const [from, to] = [panel.offsets[series], panel.offsets[series + 1]]
      values.set(column.values.subarray(from, to), offsets[series])
      if (computed)
        values.set(computed(series, to - from, offsets[series + 1] - offsets[series]), offsets[series] + to - from)
    }
    return { ...column, values }
  }
  return {
    offsets,
    target: longer(panel.target),
    known: panel.known.map(longer),
    observed: panel.observed.map(longer),
  }
}

/**
 * New covariates that follow from the times of a panel.
 *
 * @throws {GatecastError} `ERR_DATA` for a name that the panel has already
 */
export function recipeColumns(panel: PanelParts, recipes: readonly [string, Recipe][]): Column[] {
  const taken = new Set([panel.target, ...panel.known, ...panel.observed, ...panel.static].map(({ name }) => name))
  const count = panel.ids.length
  return recipes.map(([name, recipe]): Column => {
    if (taken.has(name))
      throw new GatecastError('ERR_DATA', `Expected a new column, got "${name}", which the panel has already`)
    taken.add(name)
    const values = new Float64Array(panel.offsets[count])
    const computed = recipeRows(recipe, panel)
    for (let series = 0; series < count; series++) {
      const [from, to] = [panel.offsets[series], panel.offsets[series + 1]]
      values.set(computed(series, 0, to - from), from)
    }
    const categories = categoriesOf(recipe)
    const kind = categories ? 'categorical' : 'numeric'
    return { name, kind, values, recipe, ...defined({ categories }) }
  })
}
