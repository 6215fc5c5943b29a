import { GatecastError } from '../../base/error.ts'
export interface EarlyStoppingOptions {
  /** Epochs without a better value after which training stops. */
  patience: number
  /** How much less counts as better. */
  minDelta: number
  /** `'loss'` or a metric; of the validation data where there are any. */
  monitor: string
}

/** What a checkpoint keeps of it. */
export interface EarlyStoppingState {
  best: number | null
  bestEpoch: number
  waited: number
}

/** Watches one number epoch by epoch, and remembers the weights it was best with. */
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
        'Metrics are known with validation data only',
    )
  }
}
