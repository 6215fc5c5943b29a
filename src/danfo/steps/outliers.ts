import { checkChoice, checkNumber, checkOptions } from '../../base/check.ts'
import { mapSeries, type Table, withColumns } from '../../series/table/table.ts'
import {
  clip,
  flagOutside,
  type Limits,
  type OutlierMethod,
  outlierLimits,
  outlierMethods,
  removeOutside,
} from '../../series/values/outliers.ts'
import { chosenOrTarget, stateOf, type TrainingRows, trainingEnds, trainingParts } from './chosen_columns.ts'
import type { Step } from './step.ts'

/** Options of {@link Pipeline.clip}. */
export interface ClipOptions {
  /** The columns to change. Default: the target. */
  columns?: string | readonly string[]
  /** The smallest value that stays. Default: no limit. */
  low?: number
  /** The largest value that stays. Default: no limit. */
  high?: number
}

export const clipStep: Step<[options: ClipOptions]> = {
  apply(table, _, options) {
    checkOptions('clip', options, ['columns', 'low', 'high'])
    const high = checkNumber('high', options.high ?? Number.POSITIVE_INFINITY)
    const low = checkNumber('low', options.low ?? Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, high)
    const names = chosenOrTarget('clip', table, options.columns)
    return withColumns(
      table,
      names.map((name) => [name, mapSeries(table, name, (values) => clip(values, { low, high }))]),
    )
  },
}

/** Options of {@link Pipeline.outliers}. */
export interface OutlierOptions {
  /** The columns to search. Default: the target. */
  columns?: string | readonly string[]
  /**
   * The distance from usual values, in the unit of the method, above which a value is an outlier. Default: 1.5 for
   * `iqr`, 3 for `zScore`, 3.5 for `mad`.
   */
  threshold?: number
  /**
   * `flag` (the default) adds a column, for example `sales_outlier`, with 1 for outliers and 0 for other values. `clip`
   * replaces outliers by the nearest limit. `missing` replaces them by missing values, which `fill` can fill.
   */
  action?: 'flag' | 'clip' | 'missing'
  /** The rows to find the limits on. Default: the whole history. */
  fitOn?: TrainingRows
}

/** Limits by column and series. `null` means no limit, as JSON has no infinity. */
type OutlierState = Record<string, Record<string, { low: number | null; high: number | null }>>

const finite = (value: number) => (Number.isFinite(value) ? value : null)

export const outliersStep: Step<[method: OutlierMethod, options?: OutlierOptions], OutlierState> = {
  fit(table, method, options = {}) {
    checkOptions('outliers', options, ['columns', 'threshold', 'action', 'fitOn'])
    checkChoice('method of outliers', method, outlierMethods)
    if (options.threshold !== undefined) checkNumber('threshold', options.threshold, 0)
    const ends = trainingEnds(table, options.fitOn)
    const limits = chosenOrTarget('outliers', table, options.columns).map((name) => [
      name,
      Object.fromEntries(
        Array.from(trainingParts(table, name, ends), ([id, values]) => {
          const { low, high } = outlierLimits(values, method, options.threshold)
          return [id, { low: finite(low), high: finite(high) }]
        }),
      ),
    ])
    return Object.fromEntries(limits)
  },
  apply(table, state, _, options = {}) {
    const action = checkChoice('action', options.action ?? 'flag', ['flag', 'clip', 'missing'])
    const change = { flag: flagOutside, clip, missing: removeOutside }[action]
    const changed = Object.keys(state).map((name) => [name, changeColumn(table, name, state, change)] as const)
    if (action !== 'flag') return withColumns(table, changed)
    return withColumns(
      table,
      changed.map(([name, flags]) => [`${name}_outlier`, flags]),
      'observed',
    )
  },
}

function changeColumn(
  table: Table,
  name: string,
  state: OutlierState,
  change: (values: Float64Array, limits: Limits) => Float64Array,
): Float64Array {
  return mapSeries(table, name, (values, series) => {
    const { low, high } = stateOf('outliers', state[name], table.ids[series])
    return change(values, { low: low ?? Number.NEGATIVE_INFINITY, high: high ?? Number.POSITIVE_INFINITY })
  })
}
