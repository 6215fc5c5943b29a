import type { Inputs } from '../files/input/inputs.ts'

/** An event that a running job emits. */
export type JobEvent =
  /** A choice or a finding of the job, as a sentence. */
  | { type: 'note'; text: string }
  /** A stage begins. `subject` is what it works on: a file, or a kind of model. */
  | { type: 'stage'; stage: Stage; subject?: string }
  /** A stage has done `done` of `total` units. */
  | { type: 'progress'; stage: Stage; done: number; total: number; unit: string }
  /** A part is written. `worker` numbers the process that made it. */
  | { type: 'part'; part: number; series: number; rows: number; seconds: number; worker: number }
  /** The model could not forecast a series. */
  | { type: 'bad'; id: string; reason: string; fallback: Fallback }

/** A stage of a job. */
export type Stage =
  | 'survey'
  | 'partition'
  | 'rehearse'
  | 'train'
  | 'backtest'
  | 'tune'
  | 'forecast'
  | 'detect'
  | 'collect'
  | 'report'

/** The forecast of a series that the model could not forecast; `none` if its rows do not allow even seasonal naive. */
export type Fallback = 'seasonalNaive' | 'none'

/** Options of all functions that run a job. */
export interface RunOptions {
  /** Stops the call, which then rejects with an `AbortError`. Files that are finished stay. */
  signal?: AbortSignal
  /** Called with each event when it happens. */
  onEvent?: (event: JobEvent) => void
  /**
   * Copies of inputs such as pipes, for all steps of a run.
   *
   * @internal
   */
  inputs?: Inputs
}
