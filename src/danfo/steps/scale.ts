import { checkChoice, checkOptions } from '../../base/check.ts'
import { mapSeries, type Table, withColumns } from '../../series/table/table.ts'
import { fitScaler, type Scaler, type ScalerKind, scale, scalerKinds, unscale } from '../../series/values/scalers.ts'
import { chosenColumns, stateOf, type TrainingRows, trainingEnds, trainingParts } from './chosen_columns.ts'
import type { Step } from './step.ts'

/** Options of {@link Pipeline.scale}. */
export interface ScaleOptions {
  /** The columns to scale. Default: the target and the numeric covariates. */
  columns?: string | readonly string[]
  /**
   * `series`: a scaler for each series. `panel` (the default): one scaler for all series, which new series can use too.
   */
  per?: 'series' | 'panel'
  /** The rows to fit the scalers on. Default: the whole history. */
  fitOn?: TrainingRows
}

/** For each column, one scaler for all series, or one for each series. */
type ScaleState = Record<string, { all: Scaler } | { series: Record<string, Scaler> }>

export const scaleStep: Step<[kind: ScalerKind, options?: ScaleOptions], ScaleState> = {
  fit(table, kind, options = {}) {
    checkOptions('scale', options, ['columns', 'per', 'fitOn'])
    checkChoice('kind of scale', kind, scalerKinds)
    const per = checkChoice('per', options.per ?? 'panel', ['series', 'panel'])
    const ends = trainingEnds(table, options.fitOn)
    const states = chosenColumns(table, options.columns).map((name) => {
      const parts = [...trainingParts(table, name, ends)]
      if (per === 'panel') return [name, { all: fitScaler(kind, joinArrays(parts.map(([, values]) => values))) }]
      return [name, { series: Object.fromEntries(parts.map(([id, values]) => [id, fitScaler(kind, values)])) }]
    })
    return Object.fromEntries(states)
  },
  apply(table, state) {
    const columns = Object.keys(state).map((name) => [name, scaleColumn(table, name, state)] as const)
    return withColumns(table, columns)
  },
  invert(name, { id, values }, state) {
    return Object.hasOwn(state, name) ? unscale(values, scalerOf(state, name, id)) : values
  },
}

const scaleColumn = (table: Table, name: string, state: ScaleState): Float64Array =>
  mapSeries(table, name, (values, series) => scale(values, scalerOf(state, name, table.ids[series])))

function scalerOf(state: ScaleState, name: string, id: string): Scaler {
  const fitted = state[name]
  return 'all' in fitted ? fitted.all : stateOf('scale', fitted.series, id)
}

function joinArrays(parts: Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((rows, { length }) => rows + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
