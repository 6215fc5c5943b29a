import { checkChoice, checkOptions } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkNames } from '../../series/check_columns.ts'
import { column, type Roles, type Table, type Values, withColumns } from '../../series/table/table.ts'
import { categoriesIn, oneHot, ordinal } from '../../series/values/encode.ts'
import type { Step } from './step.ts'

/** Which columns hold categories. */
export interface EncodeOptions {
  /** Their names. */
  columns: string | readonly string[]
  /** What to do with a category that was not there when the step was fitted: `error` (the default) or `missing`. */
  unseen?: 'error' | 'missing'
}

/** Categories by column. */
type EncodeState = Record<string, string[]>

function fitCategories(step: string, table: Table, options: EncodeOptions): EncodeState {
  checkOptions(step, options, ['columns', 'unseen'])
  checkChoice('unseen', options.unseen ?? 'error', ['error', 'missing'])
  const names = checkNames('columns', options.columns)
  return Object.fromEntries(names.map((name) => [name, categoriesIn(column(table, name))]))
}

const codesOf = (table: Table, name: string, state: EncodeState, unseen: EncodeOptions['unseen']) =>
  ordinal(name, column(table, name), state[name], unseen)

/** Replaces categories by their number. */
export const ordinalStep: Step<[options: EncodeOptions], EncodeState> = {
  fit: (table, options) => fitCategories('ordinal', table, options),
  apply(table, state, { unseen }) {
    const columns = Object.keys(state).map((name) => [name, codesOf(table, name, state, unseen)] as const)
    const encoded = withColumns(table, columns)
    const categorical = table.roles.categorical.filter((name) => !Object.hasOwn(state, name))
    return { ...encoded, roles: { ...encoded.roles, categorical } }
  },
}

/** Replaces a column by one for each of its categories, in the same role. */
export const oneHotStep: Step<[options: EncodeOptions], EncodeState> = {
  fit: (table, options) => fitCategories('oneHot', table, options),
  apply(table, state, { unseen }) {
    let result = table
    for (const [name, categories] of Object.entries(state))
      result = spreadCategories(result, name, categories, codesOf(result, name, state, unseen))
    return result
  },
}

function spreadCategories(table: Table, name: string, categories: readonly string[], codes: Float64Array): Table {
  const names = categories.map((category) => `${name}_${category}`)
  const taken = names.find((added) => table.columns.has(added))
  if (taken !== undefined)
    throw new GatecastError('ERR_DATA', `Expected a new column, got "${taken}", which is there already. Rename it`)
  const flags = oneHot(codes, categories).map((values, index): [string, Values] => [names[index], values])
  // The new columns stand where the old one was.
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
