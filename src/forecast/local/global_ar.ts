import type { Tensor } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import { type Panel, seasonOf } from '../../series/index.ts'
import { checkHistories, checkLongEnough } from '../check.ts'
import type { Forecast } from '../forecast.ts'
import type { FitOptions, FitReport, ForecasterState, PredictOptions } from '../forecaster.ts'
import { type LocalConfig, LocalForecaster } from './local_forecaster.ts'
import {
  type ArForm,
  type ArModel,
  type ArTask,
  addRows,
  defaultLags,
  equationsOf,
  modelOf,
  standard,
} from './methods/ar/ar.ts'

/** An autoregression with one set of coefficients for all series, learned by `fit` from all rows of all of them. */
export class GlobalAr extends LocalForecaster {
  #model: ArModel | null

  constructor(options: LocalConfig, model: ArModel | null = null) {
    super('ar', options, 'all series')
    this.#model = model
  }

  override async fit(panel: Panel, _options?: FitOptions): Promise<FitReport> {
    const start = performance.now()
    checkHistories(panel)
    checkLongEnough(panel, this.horizon)
    const season = this.options.season ?? seasonOf(panel.frequency)
    const { lags = defaultLags(season, panel.rowCount), around = 'last' } = this.options as Partial<ArForm>
    const form = { lags, around }
    const equations = equationsOf(form)
    for (let series = 0; series < panel.seriesCount; series++) {
      const { centre, scale } = standard(panel.history(series))
      const values = panel.history(series).map((value) => (value - centre) / scale)
      addRows(equations, values, form)
    }
    if (equations.rows <= equations.size)
      throw new GatecastError(
        'ERR_DATA',
        `Expected more than ${equations.size} rows whose lags ${lags.join(', ')} are all observed, got ` +
          `${equations.rows}. Name fewer or shorter lags`,
      )
    const { coefficients, variance } = modelOf(equations, form)
    // Stored as float32: rounded now, a loaded forecaster gives the same bits as this one.
    this.#model = { lags, coefficients: coefficients.map(Math.fround), variance: Math.fround(variance) }
    return { seconds: (performance.now() - start) / 1000 }
  }

  override async predict(panel: Panel, options: PredictOptions = {}): Promise<Forecast> {
    if (!this.#model)
      throw new GatecastError(
        'ERR_DATA',
        'Expected a fitted ar with scope "global", got one that is not. Call fit first',
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
    if (!lags || !coefficients || !variance) return new GlobalAr(config as LocalConfig)
    return new GlobalAr(config as LocalConfig, {
      lags: Array.from(lags.data),
      coefficients: Float64Array.from(coefficients.data),
      variance: variance.data[0],
    })
  }
}
