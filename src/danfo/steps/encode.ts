import { checkChoice, checkOptions } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkNames } from '../../series/check_columns.ts'
import { column, type Roles, type Table, type Values, withColumns } from '../../series/table/table.ts'
import { categoriesIn, oneHot, ordinal } from '../../series/values/encode.ts'
import type { Step } from './step.ts'

/** Options of {@link Pipeline.oneHot} and {@link Pipeline.ordinal}. */
export interface EncodeOptions {
  /** The columns of categories to replace. */
  columns: string | readonly string[]
  /**
   * The rule for a category that was unknown when the step was fitted: `error` (the default) throws, `missing` reads it
   * as missing.
   */
  unseen?: 'error' | 'missing'
}

/** The categories of each column. */
type EncodeState = Record<string, string[]>

function fitCategories(step: string, table: Table, options: EncodeOptions): EncodeState {
  checkOptions(step, options, ['columns', 'unseen'])
  checkChoice('unseen', options.unseen ?? 'error', ['error', 'missing'])
  const names = checkNames('columns', options.columns)
  return Object.fromEntries(names.map((name) => [name, categoriesIn(column(table, name))]))
}

const codesOf = (table: Table, name: string, state: EncodeState, unseen: EncodeOptions['unseen']) =>
  ordinal(name, column(table, name), state[name], unseen)

export const ordinalStep: Step<[options: EncodeOptions], EncodeState> = {
  fit: (table, options) => fitCategories('ordinal', table, options),
  apply(table, state, { unseen }) {
    const columns = Object.keys(state).map((name) => [name, codesOf(table, name, state, unseen)] as const)
    const encoded = withColumns(table, columns)
    const categorical = table.roles.categorical.filter((name) => !Object.hasOwn(state, name))
    return { ...encoded, roles: { ...encoded.roles, categorical } }
  },
}

/** The new columns get the role of the column that they replace. */
export const oneHotStep: Step<[options: EncodeOptions], EncodeState> = {
  fit: (table, options) => fitCategories('oneHot', table, options),
  apply(table, state, { unseen }) {
    let result = table
    for (const [name, categories] of Object.entries(state))
      result = replaceByFlags(result, name, categories, codesOf(result, name, state, unseen))
    return result
  },
}

/** Replaces a column by one column of 0 and 1 for each of its categories. */
function replaceByFlags(table: Table, name: string, categories: readonly string[], codes: Float64Array): Table {
  const names = categories.map((category) => `${name}_${category}`)
  const taken = names.find((added) => table.columns.has(added))
  if (taken !== undefined)
    throw new GatecastError(
      'ERR_DATA',
      `Expected a new column, got "${taken}", which the table has already. Rename that column`,
    )
  const flags = oneHot(codes, categories).map((values, index): [string, Values] => [names[index], values])
  // The new columns take the position of the old one.
  const columns = Array.from(table.columns).flatMap((entry) => (entry[0] === name ? flags : [entry]))
  const recipes = new Map(table.recipes)
  recipes.delete(name)
  const inRole = (role: readonly string[]) => role.flatMap((other) => (other === name ? names : [other]))
  const roles: Roles = {
    ...table.roles,
    known: inRole(table.roles.known),
    observed: inRole(table.roles.observed),
    static: inRole(table.roles.static),
    categorical: table.roles.categorical.filter((other) => other !== name),
  }
  return { ...table, columns: new Map(columns), roles, recipes }
}
