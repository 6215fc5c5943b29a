// The messages between the page and its worker.

export interface Question {
  /** Columns by name, as texts. */
  columns: Record<string, string[]>
  time: string
  target: string
  horizon: number
}

/** Values at places on the time axis, in rows after the first row of the history. */
export interface Line {
  readonly at: readonly number[]
  readonly values: readonly number[]
}

export interface Answer {
  /** The method, for example `gru`. */
  readonly name: string
  readonly seconds: number
  readonly mase: number
  readonly mae: number
  readonly coverage: number
  readonly forecast: Line & {
    readonly low: readonly number[]
    readonly high: readonly number[]
    times: readonly string[]
  }
  /** Forecasts of the backtest, each from an earlier origin. */
  readonly backtest: readonly Line[]
}

export type Message =
  | { type: 'doing'; text: string }
  | { type: 'history'; values: readonly number[]; frequency: string }
  | { type: 'answer'; answer: Answer }
  | { type: 'done' }
  | { type: 'error'; text: string }
