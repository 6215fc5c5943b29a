import type { Tensor } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import { type InPieces, inTurns } from '../../base/resources/turns.ts'
import type { Panel } from '../../series/index.ts'
import { longestOf } from '../backtest/enough_rows.ts'
import { checkHistories, refuseWeights } from '../check.ts'
import type { Forecast } from '../forecast.ts'
import type { FitOptions, FitReport, ForecasterState, PredictOptions } from '../forecaster.ts'
import { clockPanel, followsClock } from '../season/clock_panel.ts'
import { seasonsFor } from '../season/season.ts'
import { checkWithin } from '../support.ts'
import { type LocalConfig, LocalForecaster } from './local_forecaster.ts'
import {
  type ArForm,
  type ArModel,
  type ArTask,
  addSeries,
  centreAndScale,
  defaultLags,
  emptyEquations,
  solveModel,
} from './methods/ar/ar.ts'
import type { NormalEquations } from './methods/ar/regression.ts'

function* equationsOf(panel: Panel, form: ArForm): InPieces<NormalEquations> {
  const equations = emptyEquations(form)
  for (let series = 0; series < panel.seriesCount; series++) {
    const { centre, scale } = centreAndScale(panel.history(series))
    yield* addSeries(
      equations,
      panel.history(series).map((value) => (value - centre) / scale),
      form,
    )
  }
  return equations
}

/** An autoregression with one set of coefficients for all series. `fit` learns it from all rows of all series. */
export class GlobalAr extends LocalForecaster {
  #model: ArModel | null

  constructor(options: LocalConfig, model: ArModel | null = null) {
    super('ar', options, 'all series')
    this.#model = model
  }

  override async fit(given: Panel, options?: FitOptions): Promise<FitReport> {
    refuseWeights(this.kind, options)
    const start = performance.now()
    checkHistories(given)
    checkWithin(given, this.support)
    const byClock = this.options.season === 'clock' && followsClock(given)
    const panel = byClock ? clockPanel(given, this.horizon).panel : given
    const seasons = seasonsFor(this.options.season, panel.frequency)
    const { lags: chosen, around = 'last' } = this.options as Partial<ArForm>
    let form = { lags: chosen ?? defaultLags(seasons, longestOf(panel.lengths)), around }
    let equations = await inTurns(equationsOf(panel, form), options?.signal)
    // The longest default lags are left out until enough rows have all lags. Lags that were given stay.
    while (!chosen && equations.rows <= equations.size && form.lags.length > 1) {
      form = { lags: form.lags.slice(0, -1), around }
      equations = await inTurns(equationsOf(panel, form), options?.signal)
    }
    const { lags } = form
    if (chosen ? equations.rows <= equations.size : equations.rows === 0)
      throw new GatecastError(
        'ERR_DATA',
        `Expected more than ${chosen ? equations.size : 0} rows whose lags ${lags.join(', ')} are all observed, got ` +
          `${equations.rows}. Use fewer or shorter lags`,
      )
    const { coefficients, variance } = solveModel(equations, form)
    // The file holds float32. Rounding here makes a loaded forecaster give the same bits as this one.
    this.#model = { lags, coefficients: coefficients.map(Math.fround), variance: Math.fround(variance) }
    return { seconds: (performance.now() - start) / 1000 }
  }

  override async predict(panel: Panel, options: PredictOptions = {}): Promise<Forecast> {
    if (!this.#model)
      throw new GatecastError(
        'ERR_DATA',
        'Expected a fitted ar with scope "global", got one that is not fitted. Call fit first',
      )
    return super.predict(panel, options)
  }

  override toState(): ForecasterState {
    const tensors: Record<string, Tensor> = {}
    if (this.#model) {
      const { lags, coefficients, variance } = this.#model
      tensors.lags = { shape: [lags.length], data: Int32Array.from(lags) }
      tensors.coefficients = { shape: [coefficients.length], data: Float32Array.from(coefficients) }
      tensors.variance = { shape: [1], data: Float32Array.of(variance) }
    }
    return { kind: this.kind, config: this.options, tensors }
  }

  override fresh(): GlobalAr {
    return new GlobalAr(this.options)
  }

  protected override task(panel: Panel): ArTask {
    return { ...super.task(panel), shared: this.#model ?? undefined }
  }

  static fromState({ config, tensors: { lags, coefficients, variance } }: ForecasterState): GlobalAr {
    if (!lags && !coefficients && !variance) return new GlobalAr(config as LocalConfig)
    const known = Array.from(lags?.data ?? [])
    const ascends = known.every((lag, i) => lag > (known[i - 1] ?? 0))
    // A constant, and a coefficient of each lag.
    const size = 1 + known.length
    const [spread, ...none] = variance?.data ?? []
    // From two values there is no error to measure, and the variance is NaN.
    const isSpread = none.length === 0 && (Number.isNaN(spread) || (spread >= 0 && Number.isFinite(spread)))
    const own = coefficients?.data ?? []
    if (!(ascends && own.length === size && own.every(Number.isFinite) && isSpread))
      throw new GatecastError(
        'ERR_FILE',
        `Expected ascending lags, ${size} finite coefficients and a variance of an autoregression, got others`,
      )
    return new GlobalAr(config as LocalConfig, {
      lags: known,
      coefficients: Float64Array.from(coefficients.data),
      variance: spread,
    })
  }
}
