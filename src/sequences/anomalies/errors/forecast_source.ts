import type { Json } from '../../../base/json.ts'
import { unchecked } from '../../../base/options/options.ts'
import { count, entriesOf, finite, listOf, objectOf } from '../../../base/options/stored.ts'
import type { FitOptions, Forecaster } from '../../../forecast/index.ts'
import { checkNested, packNested, unpackNested } from '../../../forecast/nested.ts'
import type { CallOptions, Tensors } from '../../../nn/index.ts'
import type { Panel } from '../../../series/index.ts'
import type { ErrorRun, ErrorSource } from './error_source.ts'
import { stepsOf } from './forecast_path.ts'
import { type ForecastSpreads, runForecasts } from './forecast_run.ts'
import { usualSize } from './path_errors.ts'
import { rareChanges } from './rare_changes.ts'
import { rollForecasts, warmUpRows } from './roll.ts'

interface Config {
  readonly inner: Json
  readonly spreads: readonly (readonly [string, ForecastSpreads])[]
}

const checkConfig = objectOf<Config>({
  inner: listOf(unchecked, { atLeast: 1, atMost: 1 }),
  spreads: entriesOf(objectOf<ForecastSpreads>({ first: finite, path: finite, warmUp: count(0) })),
})

/** Rows of training from which the usual size of errors of a path is learned. */
const rowsForSize = 500

/** Expects of each row what a forecaster has forecast from the rows before it. It is not fitted again. */
export class ForecastSource implements ErrorSource {
  readonly kind = 'forecast'
  /** The forecaster whose forecasts are expected. */
  readonly forecaster: Forecaster
  #spreads: ReadonlyMap<string, ForecastSpreads>

  constructor(forecaster: Forecaster, spreads: readonly (readonly [string, ForecastSpreads])[] = []) {
    this.forecaster = forecaster
    this.#spreads = new Map(spreads)
  }

  get path(): number {
    return stepsOf(this.forecaster.horizon)
  }

  static fromState(config: Json, tensors: Tensors): ForecastSource {
    checkConfig('the configuration of forecasts', config)
    const { inner, spreads } = config as unknown as Config
    return new ForecastSource(unpackNested(inner, tensors)[0], spreads)
  }

  checkWhole(): Promise<void> {
    return checkNested([this.forecaster])
  }

  async fit(panel: Panel, options: FitOptions): Promise<void> {
    await this.forecaster.fit(panel, { calibrate: false, ...options })
    const { horizon } = this.forecaster
    const spreads: [string, ForecastSpreads][] = []
    for (let series = 0; series < panel.seriesCount; series++) {
      const one = panel.select([series])
      const values = one.history(0)
      const from = Math.max(0, values.length - rowsForSize)
      const forecasts = await rollForecasts(this.forecaster, one, from, values.length, options)
      const errors = Array.from(forecasts, (mean, i) => values[from + Math.floor(i / horizon) + (i % horizon)] - mean)
      const first = errors.filter((_, i) => i % horizon === 0)
      const rare = rareChanges(values).usual
      const sizes = [first, errors].map((some) => usualSize(some, rare))
      spreads.push([panel.ids[series], { first: sizes[0], path: sizes[1], warmUp: warmUpRows(this.forecaster, one) }])
    }
    this.#spreads = new Map(spreads)
  }

  run(panel: Panel, options: CallOptions): Promise<ErrorRun> {
    return runForecasts(this.forecaster, panel, this.#spreads.get(panel.ids[0]) as ForecastSpreads, options)
  }

  knows(id: string): boolean {
    return this.#spreads.has(id)
  }

  toState(): { config: Json; tensors: Tensors } {
    const { config, tensors } = packNested([this.forecaster])
    return { config: { inner: config, spreads: [...this.#spreads] as unknown as Json }, tensors }
  }
}
