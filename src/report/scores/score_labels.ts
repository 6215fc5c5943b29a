// How reports show a score. Labels, units and directions come from the table of metrics.

import { metricNamed, nameOfScore } from '../../forecast/backtest/named_metric.ts'
import { biasMetric } from '../../forecast/metrics/bias.ts'
import { coverageMetric } from '../../forecast/metrics/coverage.ts'

/** The label of a score, and the format of its numbers. */
export interface ScoreLabel {
  /** The name in headings: `MASE`, `Coverage 80 %`. */
  readonly label: string
  /** Text after the numbers: ' %' or nothing. */
  readonly unit: string
  /** Factor that converts the score to the unit of the label. */
  readonly factor: number
  /** Whether the lowest number is the best one. */
  readonly lowerIsBetter: boolean
  /** Whether the score has a line in the chart of errors by horizon. Bias and coverage have charts of their own. */
  readonly byHorizon: boolean
}

/** The score that series and models are ranked by: MASE, which has no unit, or MAE if MASE is not defined. */
export const rankingName = (scores: Readonly<Record<string, number>>): string =>
  Number.isFinite(scores.mase) ? 'mase' : 'mae'

/** Scores in squared units are left out: their roots say the same in units that can be compared with the values. */
export const isListed = (name: string): boolean => metricNamed(name)?.metric.unit !== 'target squared'

export function scoreLabel(name: string): ScoreLabel {
  const { metric, share } = metricNamed(name) ?? {}
  const isShare = metric?.unit === 'share'
  const lowerIsBetter = metric?.better === 'lower'
  return {
    label: share === undefined ? (metric?.label ?? name) : `${metric?.label} ${percentText(share)}`,
    unit: isShare || metric?.unit === 'percent' ? ' %' : '',
    factor: isShare ? 100 : 1,
    lowerIsBetter,
    byHorizon: !isShare && isListed(name) && name !== biasMetric.name,
  }
}

/** The name of the coverage of an interval, whose share of values is between 0 and 1. */
export const coverageName = (share: number): string => nameOfScore(coverageMetric, share)

/** The one coverage to show in short tables: that of the 80 % interval, else that of the first interval. */
export function mainCoverage(names: readonly string[]): { name: string; interval: string } | undefined {
  const coverages = names.filter((name) => metricNamed(name)?.metric === coverageMetric)
  const name = coverages.find((coverage) => coverage === coverageName(0.8)) ?? coverages[0]
  return name === undefined ? undefined : { name, interval: percentText(metricNamed(name)?.share ?? Number.NaN) }
}

const percentText = (share: number): string => `${Number((100 * share).toPrecision(6))} %`
