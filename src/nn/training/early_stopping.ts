import { GatecastError } from '../../base/error.ts'

export interface EarlyStoppingOptions {
  /** Training stops after this number of epochs without a better value. */
  patience: number
  /** A value is better if it is more than `minDelta` below the best one. */
  minDelta: number
  /** `'loss'` or the name of a metric. It is read from the validation if there is one, else from training. */
  monitor: string
}

/** The state of early stopping in a checkpoint. */
export interface EarlyStoppingState {
  best: number | null
  bestEpoch: number
  waited: number
}

/** Watches one number over the epochs and keeps the weights of its best epoch. */
export class EarlyStopping {
  readonly #options: EarlyStoppingOptions
  #best: number | null = null
  #bestEpoch = 0
  #waited = 0
  #weights: Float32Array | null = null

  constructor(options: EarlyStoppingOptions) {
    this.#options = options
  }

  get patience(): number {
    return this.#options.patience
  }

  get stop(): boolean {
    return this.#waited >= this.#options.patience
  }

  get bestWeights(): Float32Array | null {
    return this.#weights
  }

  get state(): EarlyStoppingState {
    return { best: this.#best, bestEpoch: this.#bestEpoch, waited: this.#waited }
  }

  restore(state: EarlyStoppingState, weights: Float32Array | null): void {
    this.#best = state.best
    this.#bestEpoch = state.bestEpoch
    this.#waited = state.waited
    this.#weights = weights
  }

  observe(
    result: { epoch: number; loss: number; validation: Record<string, number> | null },
    weights: Float32Array,
  ): void {
    const value = this.#read(result)
    if (this.#best === null || value < this.#best - this.#options.minDelta) {
      this.#best = value
      this.#bestEpoch = result.epoch
      this.#waited = 0
      this.#weights = weights
    } else this.#waited++
  }

  #read({ loss, validation }: { loss: number; validation: Record<string, number> | null }): number {
    const { monitor } = this.#options
    const values = validation ?? { loss }
    if (Object.hasOwn(values, monitor)) return values[monitor]
    throw new GatecastError(
      'ERR_RANGE',
      `Expected monitor to be one of ${Object.keys(values).join(', ')}, got "${monitor}". ` +
        'Metrics need validation data: give fit the option validation',
    )
  }
}
