// Finds a metric by the name of its score, and orders scores from best to worst.

import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { metrics } from '../metrics/index.ts'
import type { Metric } from '../metrics/shared/metric.ts'

/** A metric. A metric of an interval also has the share of points that the interval should hold. */
export interface NamedMetric {
  readonly metric: Metric
  readonly share?: number
}

/** The name of a score: for an interval the metric with the percentage, for example `coverage80`. */
export const nameOfScore = ({ name, of }: Metric, share: number): string =>
  of === 'interval' ? `${name}${Number((100 * share).toPrecision(6))}` : name

/** The metric of a score, or `undefined` if no metric has that name. */
export function metricNamed(score: string): NamedMetric | undefined {
  const whole = metrics.find(({ name, of }) => of !== 'interval' && name === score)
  if (whole) return { metric: whole }
  const metric = metrics.find(({ name, of }) => of === 'interval' && score.startsWith(name))
  const percent = metric && score.slice(metric.name.length)
  const share = percent ? Number(percent) / 100 : Number.NaN
  return metric && share > 0 && share < 1 ? { metric, share } : undefined
}

/**
 * Checks the name of a score by which forecasters are compared.
 *
 * @throws {GatecastError} `ERR_RANGE` for an unknown name, or a score that cannot rank forecasts, for example a width
 */
export function checkMetric(score: unknown): string {
  const found = typeof score === 'string' ? metricNamed(score) : undefined
  if (found?.metric.better) return score as string
  const ranking = metrics.filter(({ better }) => better !== null)
  const names = ranking.filter(({ of }) => of !== 'interval').map(({ name }) => name)
  const ofIntervals = ranking.filter(({ of }) => of === 'interval').map((metric) => nameOfScore(metric, 0.8))
  const reason = found ? ', which cannot rank forecasts' : ''
  throw new GatecastError(
    'ERR_RANGE',
    `Expected metric to be one of ${names.join(', ')}, or a metric of an interval, for example ` +
      `${ofIntervals.join(' or ')}, got ${shown(score)}${reason}`,
  )
}

/** A number that is smaller for a better score: the key by which forecasters are ranked. NaN for a score of NaN. */
export function distanceFromBest(score: string, value: number): number {
  const { metric, share = Number.NaN } = metricNamed(score) ?? {}
  if (metric?.better === 'higher') return -value
  return metric?.better === 'near the share of the interval' ? Math.abs(value - share) : value
}
