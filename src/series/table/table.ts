import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Recipe } from '../calendar/recipes.ts'
import { checkColumn } from '../check_columns.ts'
import type { Frequency } from '../time/frequency.ts'

/** Numbers with NaN where missing, or texts with `null` where missing. */
export type Values = Float64Array | readonly (string | null)[]

/** What the columns of a table are for. */
export interface Roles {
  /** Columns that together name a series; none if the table is one series. */
  readonly series: readonly string[]
  /** The column of times; none if rows are taken as they come. */
  readonly time: string | undefined
  readonly target: string | undefined
  readonly known: readonly string[]
  readonly observed: readonly string[]
  readonly static: readonly string[]
  readonly categorical: readonly string[]
}

/**
 * Data on its way to a panel: typed columns, rows sorted by series and then by time, but not regular yet. Nothing
 * changes a table: every step gives a new one, which shares the columns it left alone.
 */
export interface Table {
  readonly roles: Roles
  /** `undefined` until it is declared or inferred. */
  readonly frequency: Frequency | undefined
  /** Row k of every series is k steps after its first. */
  readonly regular: boolean
  readonly timeZone: string
  readonly ids: readonly string[]
  /** For each series, the values of the columns that name it. */
  readonly keys: readonly (readonly string[])[]
  /** Rows of series i are `offsets[i]` to `offsets[i + 1]`. */
  readonly offsets: Float64Array
  /** Rows of series i that are history; those after it have only what is known in the future. */
  readonly lengths: Float64Array
  /** Milliseconds since 1970 UTC, per row. */
  readonly times: Float64Array
  /** All columns but those of series and time. */
  readonly columns: ReadonlyMap<string, Values>
  /** Columns that can be computed for any time. */
  readonly recipes: ReadonlyMap<string, Recipe>
}

export const rowCount = (table: Table): number => table.offsets[table.ids.length]

/** A table with columns added or replaced, and new ones entered in a role. */
export function withColumns(
  table: Table,
  columns: Iterable<readonly [string, Values]>,
  role?: 'known' | 'observed',
  recipes: Iterable<readonly [string, Recipe]> = [],
): Table {
  const all = new Map(table.columns)
  const allRecipes = new Map(table.recipes)
  const added: string[] = []
  for (const [name, values] of columns) {
    if (!all.has(name)) added.push(name)
    else if (role) throw taken(name)
    // A column that was changed is no longer what its recipe says.
    else allRecipes.delete(name)
    all.set(name, values)
  }
  for (const [name, recipe] of recipes) allRecipes.set(name, recipe)
  const roles = role ? { ...table.roles, [role]: [...table.roles[role], ...added] } : table.roles
  return { ...table, columns: all, recipes: allRecipes, roles }
}

const taken = (name: string) =>
  new GatecastError('ERR_DATA', `Expected a new column, got "${name}", which is there already. Give another name`)

/** A column of numbers. */
export function numeric(table: Table, name: string): Float64Array {
  const values = column(table, name)
  if (values instanceof Float64Array) return values
  const row = values.findIndex((value) => value !== null)
  throw new GatecastError(
    'ERR_TYPE',
    `Expected numbers in column "${name}", got ${shown(values[row])} (row ${row}). Make numbers of them with oneHot() or ordinal()`,
  )
}

export function column(table: Table, name: string): Values {
  checkColumn('column', name, [...table.columns.keys()])
  return table.columns.get(name) as Values
}

/** The numeric columns that a step works on if it is not told: target and covariates, or all if none are declared. */
export function numericColumns(table: Table): string[] {
  const { target, known, observed, static: fixed } = table.roles
  const declared = [...(target === undefined ? [] : [target]), ...observed, ...known]
  const names = declared.length ? declared : [...table.columns.keys()]
  return names.filter(
    (name) => table.columns.get(name) instanceof Float64Array && !table.recipes.has(name) && !fixed.includes(name),
  )
}

/** Calls a function with the rows of every series: of its history, or of its future too if the column is known there. */
export function eachSeries(
  table: Table,
  name: string,
  visit: (from: number, to: number, series: number) => void,
): void {
  const all = table.roles.known.includes(name)
  for (let series = 0; series < table.ids.length; series++) {
    const from = table.offsets[series]
    visit(from, all ? table.offsets[series + 1] : from + table.lengths[series], series)
  }
}

/** A column made from another, series by series; future rows of a column that is not known there stay as they are. */
export function mapSeries(
  table: Table,
  name: string,
  change: (values: Float64Array, series: number) => ArrayLike<number>,
): Float64Array {
  const result = numeric(table, name).slice()
  eachSeries(table, name, (from, to, series) => result.set(change(result.slice(from, to), series), from))
  return result
}

/** The times of every series. */
export function* timesBySeries({ times, offsets, ids }: Table): Generator<Float64Array> {
  for (let series = 0; series < ids.length; series++) yield times.subarray(offsets[series], offsets[series + 1])
}
