import type { Json } from '../../../base/json.ts'
import type { FitOptions, Forecaster } from '../../../forecast/index.ts'
import { packNested, unpackNested } from '../../../forecast/nested.ts'
import { append } from '../../../forecast/network/stream/append.ts'
import { lastRows } from '../../../forecast/panel_rows.ts'
import type { CallOptions, Tensors } from '../../../nn/index.ts'
import type { Panel } from '../../../series/index.ts'
import { pacer } from '../../pace.ts'
import { type ErrorColumns, type ErrorSource, emptyColumns, type Follower, setRow } from './error_source.ts'
import { ForecastPath, stepsOf } from './forecast_path.ts'
import { usualSize } from './path_errors.ts'
import { memoryOf, rollForecasts } from './roll.ts'

/** Rows of training from which the usual size of errors of a path is learned. */
const rowsForSize = 500
/** Rows between two looks at the clock. */
const some = 512

/** Expects of each row what a forecaster has forecast from the rows before it. It is not fitted again. */
export class ForecastSource implements ErrorSource {
  readonly kind = 'forecast'
  /** The forecaster whose forecasts are expected. */
  readonly forecaster: Forecaster
  #spreads: ReadonlyMap<string, number>

  constructor(forecaster: Forecaster, spreads: readonly (readonly [string, number])[] = []) {
    this.forecaster = forecaster
    this.#spreads = new Map(spreads)
  }

  get path(): number {
    return stepsOf(this.forecaster.horizon)
  }

  static fromState(config: Json, tensors: Tensors): ForecastSource {
    const { inner, spreads } = config as { inner: Json; spreads: [string, number][] }
    return new ForecastSource(unpackNested(inner, tensors)[0], spreads)
  }

  async fit(panel: Panel, options: FitOptions): Promise<void> {
    await this.forecaster.fit(panel, { calibrate: false, ...options })
    const { horizon } = this.forecaster
    const spreads: [string, number][] = []
    for (let series = 0; series < panel.seriesCount; series++) {
      const one = panel.select([series])
      const values = one.history(0)
      const from = Math.max(0, values.length - rowsForSize)
      const forecasts = await rollForecasts(this.forecaster, one, from, values.length, options)
      const errors = Array.from(forecasts, (mean, i) => values[from + Math.floor(i / horizon) + (i % horizon)] - mean)
      spreads.push([panel.ids[series], usualSize(errors, Number.MIN_VALUE)])
    }
    this.#spreads = new Map(spreads)
  }

  async errors(panel: Panel, options: CallOptions): Promise<ErrorColumns> {
    const values = panel.history(0)
    const { horizon } = this.forecaster
    const forecasts = await rollForecasts(this.forecaster, panel, 0, values.length, options)
    const columns = emptyColumns(values.length)
    const path = this.#path(panel)
    const pace = pacer(options.signal)
    for (let row = 0; row < values.length; row++) {
      setRow(columns, row, path.next(values[row], forecasts.subarray(row * horizon, (row + 1) * horizon)))
      if (row % some === 0) await pace()
    }
    return columns
  }

  async follow(panel: Panel, options: CallOptions): Promise<Follower> {
    const { horizon } = this.forecaster
    const values = panel.history(0)
    const before = Math.max(0, values.length - 64)
    const forecasts = await rollForecasts(this.forecaster, panel, before, values.length, options)
    const path = this.#path(panel)
    for (let row = before; row < values.length; row++)
      path.next(values[row], forecasts.subarray((row - before) * horizon, (row - before + 1) * horizon))
    const memory = memoryOf(this.forecaster, panel)
    let own = lastRows(panel, memory)
    return {
      next: async (value, { observed = {}, known = {} } = {}) => {
        const end = own.lengths[0]
        const forecast = await rollForecasts(this.forecaster, own, end, end + 1, options)
        const listed = (given: object) => Object.fromEntries(Object.entries(given).map(([name, one]) => [name, [one]]))
        own = lastRows(
          append(own, { values: [value], observed: listed(observed), known: listed(known) }, horizon),
          memory,
        )
        return path.next(value, forecast)
      },
    }
  }

  toState(): { config: Json; tensors: Tensors } {
    const { config, tensors } = packNested([this.forecaster])
    return { config: { inner: config, spreads: [...this.#spreads] as unknown as Json }, tensors }
  }

  #path(panel: Panel): ForecastPath {
    return new ForecastPath(this.forecaster.horizon, this.#spreads.get(panel.ids[0]) ?? Number.NaN)
  }
}
