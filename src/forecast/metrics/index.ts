import { biasMetric } from './bias.ts'
import { coverageMetric } from './coverage.ts'
import { crpsMetric } from './crps.ts'
import { maeMetric } from './mae.ts'
import { mapeMetric } from './mape.ts'
import { maseMetric } from './mase.ts'
import { mseMetric } from './mse.ts'
import { pinballMetric } from './pinball.ts'
import { rmseMetric } from './rmse.ts'
import { rmsleMetric } from './rmsle.ts'
import { rmsseMetric } from './rmsse.ts'
import type { Metric } from './shared/metric.ts'
import { smapeMetric } from './smape.ts'
import { wapeMetric } from './wape.ts'
import { widthMetric } from './width.ts'
import { winklerMetric } from './winkler.ts'

/**
 * All metrics, in the order in which scores list them.
 *
 * @internal
 */
export const metrics: readonly Metric[] = [
  ...[maeMetric, mseMetric, rmseMetric, mapeMetric, smapeMetric, wapeMetric],
  ...[maseMetric, rmsseMetric, rmsleMetric, biasMetric],
  ...[pinballMetric, crpsMetric],
  ...[coverageMetric, widthMetric, winklerMetric],
]

export { bias } from './bias.ts'
export { coverage } from './coverage.ts'
export { crps } from './crps.ts'
export { mae } from './mae.ts'
export { mape } from './mape.ts'
export { mase } from './mase.ts'
export { mse } from './mse.ts'
export { pinball } from './pinball.ts'
export { rmse } from './rmse.ts'
export { rmsle } from './rmsle.ts'
export { rmsse } from './rmsse.ts'
export { type ErrorScale, errorScale } from './shared/error_scale.ts'
export { smape } from './smape.ts'
export { wape } from './wape.ts'
export { width } from './width.ts'
export { winkler } from './winkler.ts'
