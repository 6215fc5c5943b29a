import { GatecastError } from '../../base/error.ts'
import { categoriesOf, computeRecipe, noDates, type Recipe } from '../calendar/recipes.ts'
import { type Table, type Values, withColumns } from './table.ts'

/** Adds known covariates that follow from the time. */
export function addRecipes(table: Table, recipes: readonly [string, Recipe][]): Table {
  if (table.roles.time === undefined)
    throw new GatecastError(
      'ERR_DATA',
      'Expected a column of times for covariates of the calendar. Name it: { time: "date" }',
    )
  if (table.isIndex && recipes.length) throw noDates(recipes[0][1])
  const columns = recipes.map(([name, recipe]) => [name, tableValues(recipe, table)] as const)
  return withColumns(table, columns, 'known', recipes)
}

/** Computes the columns that follow from the time again, after the times of a table have changed. */
export function recomputeRecipes(table: Table): Table {
  if (!table.recipes.size) return table
  const columns = new Map(table.columns)
  for (const [name, recipe] of table.recipes) columns.set(name, tableValues(recipe, table))
  return { ...table, columns }
}

function tableValues(recipe: Recipe, { times, frequency, timeZone }: Table): Values {
  const values = computeRecipe(recipe, times, frequency, timeZone)
  const categories = categoriesOf(recipe)
  return categories ? Array.from(values, (code) => categories[code]) : values
}
