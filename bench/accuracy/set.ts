import type { Panel } from 'gatecast'

/** The rows that a model is fitted on, and the windows that it is scored on. */
export interface Case {
  /** All series, with the values that are forecast. */
  panel: Panel
  horizon: number
  /** Season of MASE. */
  season: number
  /** Rows of each series before the first origin; `fit` sees no others. */
  known: (series: number) => number
  /** Share of these rows that a network holds out for early stopping, where the protocol has rows for that. */
  validation?: number
  /** Number of origins, one row apart. */
  windows: number
}

/** `validation` is for choosing settings: the segment before the test. */
export type Segment = 'test' | 'validation'

/** A data set with its protocol; see the README of the data for sources and published results. */
export interface DataSet {
  name: string
  horizons: readonly number[]
  load(folder: string, horizon: number, on: Segment): Case
}
