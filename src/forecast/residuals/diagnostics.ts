import type { SignalOption } from '../../base/abort.ts'
import { checkObject, checkOptions, checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { atOnce, type InPieces, inTurns } from '../../base/resources/turns.ts'
import { seasonOf } from '../../series/index.ts'
import { isForecast } from '../check.ts'
import type { Forecast } from '../forecast.ts'
import { autocorrelation, jarqueBera, ljungBox, momentsOf, type ResidualTest } from './residual_tests.ts'
import { partsOfFit } from './series_fit.ts'

/** Options of {@link residualDiagnostics}. */
export interface DiagnosticOptions {
  /** Number of lags; default 10, or two seasons of the frequency, but at most a fifth of the residuals. */
  lags?: number
  /** Number of parameters of the model, which the Ljung-Box test subtracts from its degrees of freedom; default 0. */
  parameters?: number
}

/** What the residuals of one series say about the model. */
export interface ResidualDiagnostics {
  /** Id of the series. */
  readonly id: string
  /** Number of residuals that are not missing. */
  readonly count: number
  /** The mean of the residuals: far from 0, the model is biased. */
  readonly mean: number
  /** The standard deviation of the residuals. */
  readonly deviation: number
  /** The autocorrelations at the lags from 1 on; without a pattern left, 95 % of them are below 2 / sqrt(count). */
  readonly autocorrelation: Float64Array
  /** The test of Ljung and Box: a probability below 0.05 says that the residuals hold a pattern. */
  readonly ljungBox: ResidualTest
  /** The test of Jarque and Bera: a probability below 0.05 says that the residuals are not normal. */
  readonly jarqueBera: ResidualTest
}

/**
 * Diagnostics of the residuals of a forecast: their mean, autocorrelation, the Ljung-Box test of whether they hold a
 * pattern, and the Jarque-Bera test of whether they are normal.
 *
 * @param forecast - the result of `predict(panel, { fitted: true })`
 * @returns one entry for each series; numbers that cannot be computed, as of residuals that are all 0, are NaN. The call
 * takes about a microsecond for each residual and ten lags: in a server, use {@link residualDiagnosticsAsync} for more than
 * 50,000 residuals
 * @throws {GatecastError} `ERR_DATA` for a forecast without fitted values, `ERR_RANGE` naming the option
 * @see Ljung and Box 1978; Jarque and Bera 1987
 * @example
 * const forecast = await naive({ horizon: 12 }).predict(panel, { fitted: true })
 * const [{ ljungBox }] = residualDiagnostics(forecast)
 * if (ljungBox.probability < 0.05) console.log('the residuals hold a pattern that the model misses')
 */
export const residualDiagnostics = (forecast: Forecast, options: DiagnosticOptions = {}): ResidualDiagnostics[] =>
  atOnce(diagnosticsInPieces(forecast, options))

/**
 * {@link residualDiagnostics} in turns with other work of the thread.
 *
 * @param forecast - the result of `predict(panel, { fitted: true })`
 * @param options - those of {@link residualDiagnostics}, and `signal`, which stops the call
 * @returns one entry for each series
 * @throws {GatecastError} those of {@link residualDiagnostics}, `ABORT_ERR`
 * @example
 * const forecast = await naive({ horizon: 12 }).predict(panel, { fitted: true })
 * const [{ ljungBox }] = await residualDiagnosticsAsync(forecast)
 */
export async function residualDiagnosticsAsync(
  forecast: Forecast,
  options: DiagnosticOptions & SignalOption = {},
): Promise<ResidualDiagnostics[]> {
  checkObject('the options of residualDiagnosticsAsync', options)
  const { signal, ...rest } = options
  return inTurns(diagnosticsInPieces(forecast, rest), signal)
}

/** {@link residualDiagnostics} in pieces. */
export function* diagnosticsInPieces(
  forecast: Forecast,
  options: DiagnosticOptions = {},
): InPieces<ResidualDiagnostics[]> {
  if (!isForecast(forecast)) throw new GatecastError('ERR_TYPE', `Expected a forecast, got ${shown(forecast)}`)
  checkOptions('residualDiagnostics', options, ['lags', 'parameters'])
  const parameters = checkWhole('parameters', options.parameters ?? 0, 0)
  const lags = options.lags === undefined ? undefined : checkWhole('lags', options.lags, 1)
  if (lags !== undefined && parameters >= lags)
    throw new GatecastError('ERR_RANGE', `Expected more lags than parameters, got ${lags} and ${parameters}`)
  const season = seasonOf(forecast.frequency)
  const found: ResidualDiagnostics[] = []
  for (const [series, id] of forecast.ids.entries()) {
    const fit = forecast.fits?.[series]
    const residuals = fit && partsOfFit(fit).residuals
    if (!residuals)
      throw new GatecastError(
        'ERR_DATA',
        `Expected a forecast with fitted values, got none for series "${id}". Use predict(panel, { fitted: true }) of a ` +
          'kind that has fitted values, for example ets',
      )
    const moments = yield* momentsOf(residuals)
    const { count, mean, variance } = moments
    const usual = Math.max(1, parameters + 1, Math.min(season > 1 ? 2 * season : 10, Math.floor(count / 5)))
    yield
    const most = Math.min(lags ?? usual, Math.max(0, count - 1))
    const correlations = yield* autocorrelation(residuals, moments, most)
    found.push({
      id,
      count,
      mean,
      deviation: Math.sqrt((variance * count) / (count - 1)),
      autocorrelation: correlations,
      ljungBox: ljungBox(correlations, count, parameters),
      jarqueBera: jarqueBera(moments),
    })
  }
  return found
}
