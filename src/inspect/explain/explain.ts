import { type CallOptions, checkSignal } from '../../base/abort.ts'
import { checkChoice, checkWhole } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { type Checks, optionsOf, text, unchecked } from '../../base/options/options.ts'
import { checkPanel } from '../../forecast/check.ts'
import type { Forecaster } from '../../forecast/forecaster.ts'
import type { Panel } from '../../series/index.ts'
import { checkForecaster } from '../subject/check_forecaster.ts'
import { Explanation } from './explanation.ts'

/** Options of {@link explain}. */
export interface ExplainOptions extends CallOptions {
  /** Id of the series; may be left out if the panel has only one. */
  series?: string
  /** Width of the charts in pixels; default 800. */
  width?: number
  /** Height of the chart of the forecast in pixels; default 360. */
  height?: number
  /** Colours of the charts; default `light`. */
  theme?: 'light' | 'dark'
}

const checks: Checks<ExplainOptions> = {
  series: text,
  width: (name, value) => checkWhole(name, value, 100, 10_000),
  height: (name, value) => checkWhole(name, value, 100, 10_000),
  theme: (name, value) => checkChoice(name, value, ['light', 'dark']),
  threads: unchecked,
  signal: unchecked,
}

/**
 * Explains the forecast of one series in words and charts: its level beside the past, its interval, and the columns that
 * move it.
 *
 * The effects for a network come from {@link integratedGradients}, against a flat history and covariates at their means;
 * they sum to the forecast. A network that predicts step by step is explained at its first step. For other forecasters,
 * and for networks with `season: 'clock'`, the effect of a numeric covariate is the change of the forecast if the
 * covariate is held at its mean.
 *
 * @param forecaster - a fitted forecaster of any kind
 * @param panel - the panel that holds the series, as for `predict`
 * @returns words, charts and numbers; it prints its words
 * @throws {GatecastError} `ERR_DATA` naming the series that is not in the panel or cannot be forecast; `ERR_TYPE`,
 * `ERR_RANGE` naming the option; `ABORT_ERR`
 * @example
 * const explanation = await explain(forecaster, panel, { series: 'store 7' })
 * console.log(String(explanation))
 * await writeFile('store7.svg', explanation.chart)
 */
export async function explain(
  forecaster: Forecaster,
  panel: Panel,
  options: ExplainOptions = {},
): Promise<Explanation> {
  const { series, width = 800, height = 360, theme = 'light', threads, signal } = optionsOf('explain', options, checks)
  checkForecaster(forecaster)
  checkPanel(panel)
  checkSignal(signal)
  if (series === undefined && panel.seriesCount > 1)
    throw new GatecastError(
      'ERR_DATA',
      `Expected the option series, the id of one of ${panel.seriesCount} series, got none, for example series: ` +
        `${JSON.stringify(panel.ids[0])}`,
    )
  const id = series ?? panel.ids[0]
  const one = panel.select([panel.indexOf(id)])
  const call = defined({ threads, signal })
  const forecast = await forecaster.predict(one, call)
  // Charts and attributions take longer to load than most programs need them.
  const [{ driversOf }, { inWords }, charts] = await Promise.all([
    import('./drivers.ts'),
    import('./words.ts'),
    import('./explain_charts.ts'),
  ])
  const drivers = await driversOf(forecaster, one, panel, forecast, call)
  return new Explanation({
    series: id,
    text: inWords(forecaster.kind, one, forecast, drivers),
    chart: charts.forecastChart(one, forecast, { width, height, theme }),
    driversChart: charts.driversChart(id, one, drivers.drivers, { width, theme }),
    drivers: drivers.drivers,
    forecast,
  })
}
