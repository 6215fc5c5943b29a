import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind } from '../local/local_kind.ts'

export const levelShapeKind = localKind({
  name: 'levelShape',
  summary: 'level of each period times its shape, for strongly periodic series such as hours',
  options: localFields,
  learns: 'each series',
  cost: 'instant',
  auto: [{}],
})

/**
 * Level and shape of each period, for example of each day of hourly values: the levels are forecast by ridge regression,
 * the shape from earlier shapes, also those at the same place of a longer season. It suits long series with a strong
 * season, and takes milliseconds. With fewer than 14 periods, or if earlier shapes do not tell later ones, the forecast
 * is that of {@link theta}.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Honda 2026, "Don't learn the shape: forecasting periodic time series by rank-1 decomposition", for the idea
 * @example
 * const forecast = await levelShape({ horizon: 48, season: 24 }).predict(panel)
 */
export const levelShape = (options: LocalOptions): LocalForecaster => levelShapeKind.make(options)
