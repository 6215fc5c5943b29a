import { isFloat64Array } from '../../base/brand.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Recipe } from '../calendar/recipes.ts'
import { checkColumn } from '../check_columns.ts'
import type { Frequency } from '../time/frequency.ts'

/** Numbers with NaN where missing, or texts with `null` where missing. */
export type Values = Float64Array | readonly (string | null)[]

/** Whether a number or a text is there. */
export const isPresent = (value: number | string | null): boolean => value !== null && !Number.isNaN(value)

/** The columns of a table by role. */
export interface Roles {
  /** Columns that together name a series; empty if all rows are one series. */
  readonly series: readonly string[]
  /** The column of times. Without it, rows keep their order. */
  readonly time: string | undefined
  readonly target: string | undefined
  readonly known: readonly string[]
  readonly observed: readonly string[]
  readonly static: readonly string[]
  readonly categorical: readonly string[]
}

/**
 * The form of data between what a user gives and a panel: typed columns, and rows sorted by series and then by time. The rows need not be regular. A table never changes: every step returns a new table, which shares the columns that did not change.
 */
export interface Table {
  readonly roles: Roles
  /** The step between two rows; `undefined` until it is given or inferred. */
  readonly frequency: Frequency | undefined
  /** The weekdays and hours that have rows, if they are given and the frequency is not. */
  readonly calendar?: string | undefined
  /** Whether the times are the whole numbers of an index and no dates. */
  readonly isIndex?: boolean | undefined
  /** Whether row k of every series is k steps after its first row. */
  readonly regular: boolean
  readonly timeZone: string
  readonly ids: readonly string[]
  /** The values of the columns that name each series. */
  readonly keys: readonly (readonly string[])[]
  /** Series i has the rows from `offsets[i]` to before `offsets[i + 1]`. */
  readonly offsets: Float64Array
  /** Number of rows of history of each series. In the rows after them, only known covariates have values. */
  readonly lengths: Float64Array
  /**
   * Number of rows of each series before the first step after its history that its future table lacks. Absent if no step
   * is lacking.
   */
  readonly reach?: Float64Array | undefined
  /** The time of each row, in milliseconds since 1970 UTC. */
  readonly times: Float64Array
  /** All columns except those of series and time. */
  readonly columns: ReadonlyMap<string, Values>
  /** The recipes of the columns that follow from the time. */
  readonly recipes: ReadonlyMap<string, Recipe>
}

export const rowCount = (table: Table): number => table.offsets[table.ids.length]

/**
 * A table with columns added or replaced.
 *
 * @param role - the role of the columns, which then must be new
 * @param recipes - recipes of the columns that follow from the time
 * @throws {GatecastError} `ERR_DATA` for a column with a role whose name is taken
 */
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
    // A column that was changed can no longer be computed by its recipe.
    else allRecipes.delete(name)
    all.set(name, values)
  }
  for (const [name, recipe] of recipes) allRecipes.set(name, recipe)
  const roles = role ? { ...table.roles, [role]: [...table.roles[role], ...added] } : table.roles
  return { ...table, columns: all, recipes: allRecipes, roles }
}

const taken = (name: string) =>
  new GatecastError(
    'ERR_DATA',
    `Expected a new column, got "${name}", which the table has already. Choose another name`,
  )

/** @throws {GatecastError} `ERR_DATA` if there is no such column, `ERR_TYPE` if it holds texts */
export function numeric(table: Table, name: string): Float64Array {
  const values = column(table, name)
  if (isFloat64Array(values)) return values
  const row = values.findIndex((value) => value !== null)
  throw new GatecastError(
    'ERR_TYPE',
    `Expected numbers in column "${name}", got ${shown(values[row])} (row ${row}). Turn them into numbers with oneHot() or ordinal()`,
  )
}

/** @throws {GatecastError} `ERR_DATA` if there is no such column */
export function column(table: Table, name: string): Values {
  checkColumn('column', name, [...table.columns.keys()])
  return table.columns.get(name) as Values
}

/**
 * The default columns of a step: the numeric ones among target, observed and known covariates, or among all columns if
 * no column has such a role. Columns that follow from the time and static columns are left out.
 */
export function numericColumns(table: Table): string[] {
  const { target, known, observed, static: fixed } = table.roles
  const declared = [...(target === undefined ? [] : [target]), ...observed, ...known]
  const names = declared.length ? declared : [...table.columns.keys()]
  return names.filter(
    (name) => isFloat64Array(table.columns.get(name)) && !table.recipes.has(name) && !fixed.includes(name),
  )
}

/**
 * Calls a function with the rows of every series in a column: all rows of a known covariate, else those of the history.
 */
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

/**
 * Makes a column from another, series by series. Future rows stay as they are unless the column is a known covariate.
 */
export function mapSeries(
  table: Table,
  name: string,
  change: (values: Float64Array, series: number) => ArrayLike<number>,
): Float64Array {
  const result = numeric(table, name).slice()
  eachSeries(table, name, (from, to, series) => result.set(change(result.slice(from, to), series), from))
  return result
}

/** The times of the history of every series; of all rows if no history has two. */
export function* historyTimes({ times, offsets, lengths, ids }: Table): Generator<Float64Array> {
  const isEnough = lengths.some((length) => length > 1)
  for (let series = 0; series < ids.length; series++)
    yield times.subarray(offsets[series], isEnough ? offsets[series] + lengths[series] : offsets[series + 1])
}
