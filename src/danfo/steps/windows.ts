import { checkChoice, checkNumber, checkOptions, checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { mapSeries, type Table, withColumns } from '../../series/table/table.ts'
import { type RollingStatistic, rolling, rollingStatistics } from '../../series/values/rolling.ts'
import { shift } from '../../series/values/shift.ts'
import { chosenOrTarget } from './chosen_columns.ts'
import type { Step } from './step.ts'

/** Options of {@link Pipeline.lags} and {@link Pipeline.shift}. */
export interface ColumnsOption {
  /** The columns to work on. Default: the target. */
  columns?: string | readonly string[]
}

/** Adds columns made from other columns: known covariates if the source column is known, else observed covariates. */
function addColumns(
  table: Table,
  names: readonly string[],
  make: (name: string) => [string, (values: Float64Array) => Float64Array][],
): Table {
  return names.reduce((result, name) => {
    const role = table.roles.known.includes(name) ? 'known' : 'observed'
    const columns = make(name).map(([added, change]) => [added, mapSeries(table, name, change)] as const)
    return withColumns(result, columns, role)
  }, table)
}

export const lagsStep: Step<[lags: readonly number[], options?: ColumnsOption]> = {
  apply(table, _, lags, options = {}) {
    checkOptions('lags', options, ['columns'])
    if (!Array.isArray(lags))
      throw new GatecastError('ERR_TYPE', `Expected lags as a list, for example [1, 7], got ${shown(lags)}`)
    for (const lag of lags) checkWhole('lag', lag, 1)
    return addColumns(table, chosenOrTarget('lags', table, options.columns), (name) =>
      lags.map((lag) => [`${name}_lag${lag}`, (values) => shift(values, lag)]),
    )
  },
}

export const shiftStep: Step<[steps: number, options?: ColumnsOption]> = {
  apply(table, _, steps, options = {}) {
    checkOptions('shift', options, ['columns'])
    if (!Number.isSafeInteger(steps))
      throw new GatecastError('ERR_RANGE', `Expected steps of shift to be a whole number, got ${shown(steps)}`)
    const names = chosenOrTarget('shift', table, options.columns)
    return withColumns(
      table,
      names.map((name) => [name, mapSeries(table, name, (values) => shift(values, steps))]),
    )
  },
}

/** Options of {@link Pipeline.rolling}. */
export interface RollingStepOptions extends ColumnsOption {
  /** Number of rows in a window, the current row included. */
  window: number
  /**
   * The least number of values in a window; with fewer, the result is missing. Default: the window for `rolling`, 1 for
   * `expanding`.
   */
  minPeriods?: number
  /** The level for `quantile`. Default 0.5. */
  quantile?: number
}

type Statistics = RollingStatistic | readonly RollingStatistic[]

export const rollingStep: Step<[statistics: Statistics, options: RollingStepOptions]> = {
  apply(table, _, statistics, options) {
    checkOptions('rolling', options, ['columns', 'window', 'minPeriods', 'quantile'])
    checkWhole('window', options.window, 1)
    return addStatistics('rolling', table, statistics, options, String(options.window))
  },
}

/** Options of {@link Pipeline.expanding}. */
export type ExpandingStepOptions = Omit<RollingStepOptions, 'window'>

export const expandingStep: Step<[statistics: Statistics, options?: ExpandingStepOptions]> = {
  apply(table, _, statistics, options = {}) {
    checkOptions('expanding', options, ['columns', 'minPeriods', 'quantile'])
    return addStatistics('expanding', table, statistics, { ...options, window: Number.POSITIVE_INFINITY }, '')
  },
}

function addStatistics(
  step: 'rolling' | 'expanding',
  table: Table,
  statistics: Statistics,
  options: RollingStepOptions,
  suffix: string,
): Table {
  const list = (Array.isArray(statistics) ? statistics : [statistics]) as readonly RollingStatistic[]
  for (const statistic of list) checkChoice(`statistic of ${step}`, statistic, rollingStatistics)
  if (options.minPeriods !== undefined) checkWhole('minPeriods', options.minPeriods, 1)
  if (options.quantile !== undefined) checkNumber('quantile', options.quantile, 0, 1)
  const label = (statistic: RollingStatistic) =>
    statistic === 'quantile' ? `quantile${options.quantile ?? 0.5}` : statistic
  return addColumns(table, chosenOrTarget(step, table, options.columns), (name) =>
    list.map((statistic) => [
      `${name}_${step}${suffix}_${label(statistic)}`,
      (values) => rolling(values, statistic, options),
    ]),
  )
}
