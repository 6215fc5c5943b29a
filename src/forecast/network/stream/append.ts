import { checkKnown } from '../../../base/check.ts'
import { type ErrorCode, GatecastError } from '../../../base/error.ts'
import type { Column, Panel } from '../../../series/index.ts'
import { toNumber } from '../../../series/table/read_values.ts'

/** The data of one time step. Each array has one value for each series, in the order of the panel's ids. */
export interface Observation {
  /** Values of the target; NaN or `null` for a missing value. */
  values: ArrayLike<number | null>
  /** Values of observed covariates at the same time step, by name. */
  observed?: Readonly<Record<string, ArrayLike<number | string | null>>>
  /** Values of known covariates at the last step of the new horizon, by name. Leave it out if the panel holds them. */
  known?: Readonly<Record<string, ArrayLike<number | string | null>>>
}

/**
 * Adds an observation to a panel.
 *
 * @throws {GatecastError} `ERR_SHAPE`, `ERR_TYPE`, `ERR_DATA`, `ERR_NOT_FINITE` naming column and series
 */
export function append(panel: Panel, observation: Observation, horizon: number): Panel {
  checkKnown('an observation', observation, ['values', 'observed', 'known'])
  const { values, observed = {}, known = {} } = observation
  checkCount(panel.target.name, values, panel.seriesCount)
  const long = panel.extend(horizon + 1)
  const lengths = long.lengths.map((length) => length + 1)
  const set = (column: Column, given: Observation['values'] | undefined, ahead: number): Column => {
    if (given === undefined) return column
    checkCount(column.name, given, panel.seriesCount)
    const changed = column.values.slice()
    for (let series = 0; series < panel.seriesCount; series++)
      changed[long.offsets[series] + lengths[series] - 1 + ahead] = numberOf(column, given[series], panel.ids[series])
    return { ...column, values: changed }
  }
  checkNames('observed', observed, panel.observed)
  checkNames('known', known, panel.known)
  return long.with({
    lengths,
    target: set(long.target, values, 0),
    observed: long.observed.map((column) => set(column, observed[column.name] as Observation['values'], 0)),
    known: long.known.map((column) => set(column, known[column.name] as Observation['values'], horizon)),
  })
}

function numberOf({ name, kind, categories }: Column, value: number | string | null, id: string): number {
  if (value === null || value === undefined) return Number.NaN
  const fail = (code: ErrorCode, expected: string): never => {
    throw new GatecastError(
      code,
      `Expected ${expected} "${name}" for series "${id}", got ${JSON.stringify(`${value}`)}`,
    )
  }
  if (kind === 'categorical') {
    const code = (categories ?? []).indexOf(`${value}`)
    return code >= 0 ? code : fail('ERR_DATA', `one of the categories ${categories?.join(', ')} for`)
  }
  const number = toNumber(value) ?? fail('ERR_TYPE', 'a number for')
  return Math.abs(number) === Number.POSITIVE_INFINITY ? fail('ERR_NOT_FINITE', 'a finite value of') : number
}

function checkCount(name: string, values: ArrayLike<unknown>, count: number): void {
  if (values?.length === count) return
  throw new GatecastError(
    'ERR_SHAPE',
    `Expected ${count} values of "${name}", one for each series, got ${values?.length}`,
  )
}

function checkNames(role: string, given: object, columns: readonly Column[]): void {
  const unknown = Object.keys(given).find((name) => !columns.some((column) => column.name === name))
  if (unknown === undefined) return
  throw new GatecastError(
    'ERR_DATA',
    `Expected ${role} covariates among ${columns.map(({ name }) => name).join(', ') || 'none'}, got "${unknown}"`,
  )
}
