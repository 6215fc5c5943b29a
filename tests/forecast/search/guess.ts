import { BaseForecaster } from '../../../src/forecast/base_forecaster.ts'
import { Forecast } from '../../../src/forecast/forecast.ts'
import type { FitOptions } from '../../../src/forecast/forecaster.ts'
import type { Panel } from '../../../src/series/index.ts'
import { panelOf } from '../data.ts'

/** One series that alternates between 0 and 1. */
export const panel = panelOf({ zero: Float64Array.from({ length: 20 }, (_, t) => t % 2) })

/** Forecasts `level` plus an error of 10 divided by the epochs of its fit. */
export class Guess extends BaseForecaster {
  readonly kind: string = 'guess'
  readonly horizon = 2
  readonly level: number
  readonly learns = 'all series'
  protected epochs = 0

  constructor(level: number) {
    super()
    this.level = level
  }
  async fit(_: Panel, options: FitOptions = {}) {
    this.epochs = options.epochs ?? 1
    return { seconds: 0 }
  }
  async predict(given: Panel) {
    const mean = new Float64Array(given.seriesCount * 2).fill(this.level + 10 / this.epochs)
    return Forecast.of(given, { horizon: 2, mean, quantileLevels: [], quantiles: [] })
  }
  get options() {
    return this.level
  }

  toState() {
    return { kind: this.kind, config: this.level, tensors: {} }
  }
  fresh(): Guess {
    return new Guess(this.level)
  }
}
