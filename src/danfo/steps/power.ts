import { checkNumber, checkOptions } from '../../base/check.ts'
import { mapSeries, numeric, type Table, withColumns } from '../../series/table/table.ts'
import { boxCox, boxCoxLambda, checkAbove, inverseBoxCox } from '../../series/values/box_cox.ts'
import { chosenOrTarget, type TrainingRows, trainingEnds, trainingParts } from './chosen_columns.ts'
import type { Step } from './step.ts'

/** Options of {@link Pipeline.log}. */
export interface LogOptions {
  /** The columns to change. Default: the target. */
  columns?: string | readonly string[]
  /** Number that is added to the values first, for data with zeros. Default 0. */
  offset?: number
}

/** Options of {@link Pipeline.boxCox}. */
export interface BoxCoxOptions extends LogOptions {
  /** The parameter of the transformation. Default: the most likely one, the same for all series. */
  lambda?: number
  /** The rows to find lambda on. Default: the whole history. */
  fitOn?: TrainingRows
}

export interface PowerState {
  offset: number
  lambda: Record<string, number>
}

const addOffset = (values: Float64Array, offset: number) => (offset ? values.map((value) => value + offset) : values)

function transform(table: Table, { offset, lambda }: PowerState): Table {
  const columns = Object.entries(lambda).map(([name, power]) => {
    checkAbove(name, numeric(table, name), -offset)
    return [name, mapSeries(table, name, (values) => boxCox(addOffset(values, offset), power))] as const
  })
  return withColumns(table, columns)
}

const invert: Step<[], PowerState>['invert'] = (name, { values }, { offset, lambda }) =>
  Object.hasOwn(lambda, name) ? addOffset(inverseBoxCox(values, lambda[name]), -offset) : values

export const boxCoxStep: Step<[options?: BoxCoxOptions], PowerState> = {
  fit(table, options = {}) {
    checkOptions('boxCox', options, ['columns', 'offset', 'lambda', 'fitOn'])
    const offset = checkNumber('offset', options.offset ?? 0)
    const ends = trainingEnds(table, options.fitOn)
    const lambdas = chosenOrTarget('boxCox', table, options.columns).map((name) => {
      checkAbove(name, numeric(table, name), -offset)
      const series = Array.from(trainingParts(table, name, ends), ([, values]) => addOffset(values, offset))
      return [name, options.lambda === undefined ? boxCoxLambda(series) : checkNumber('lambda', options.lambda)]
    })
    return { offset, lambda: Object.fromEntries(lambdas) }
  },
  apply: transform,
  invert,
}

export const logStep: Step<[options?: LogOptions], PowerState> = {
  fit(table, options = {}) {
    checkOptions('log', options, ['columns', 'offset'])
    const names = chosenOrTarget('log', table, options.columns)
    return {
      offset: checkNumber('offset', options.offset ?? 0),
      lambda: Object.fromEntries(names.map((name) => [name, 0])),
    }
  },
  apply: transform,
  invert,
}
