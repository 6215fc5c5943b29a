/** What a running job says. */
export type JobEvent =
  /** What was chosen for the user, or found out. */
  | { type: 'note'; text: string }
  | { type: 'stage'; stage: Stage }
  | { type: 'progress'; stage: Stage; done: number; total: number; unit: string }
  | { type: 'part'; part: number; series: number; rows: number; seconds: number; worker: number }
  /** A series that the model could not forecast. */
  | { type: 'bad'; id: string; reason: string; fallback: Fallback }

/** What a job is at. */
export type Stage =
  | 'survey'
  | 'partition'
  | 'rehearse'
  | 'train'
  | 'backtest'
  | 'tune'
  | 'forecast'
  | 'collect'
  | 'report'

/** What a series got that the model could not forecast; `none` if there is nothing to go by. */
export type Fallback = 'seasonalNaive' | 'none'

/** Options of all functions of a job. */
export interface RunOptions {
  /** Stops the call, which then rejects with an `AbortError`; what is done stays. */
  signal?: AbortSignal
  /** Called with what happens, as it happens. */
  onEvent?: (event: JobEvent) => void
}
