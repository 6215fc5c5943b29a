/** Points that are scored together. All arrays of numbers have one number for each point, except `levels`. */
export interface Points {
  readonly actual: Float64Array
  readonly mean: Float64Array
  readonly levels: readonly number[]
  readonly quantiles: readonly Float64Array[]
  /** Scale of MASE of each point. */
  readonly absoluteScale: Float64Array
  /** Scale of RMSSE of each point. */
  readonly squaredScale: Float64Array
}

/** An interval between two quantiles, and the share of points that it should hold. */
export interface Interval {
  readonly lower: Float64Array
  readonly upper: Float64Array
  readonly share: number
}

/** Everything that the rest of the library knows about a metric. One file defines a metric, and index.ts lists it. */
interface MetricFacts {
  /** The name in scores and options. A score of an interval adds the percentage to it: `coverage80`. */
  readonly name: string
  /** The name as people write it. */
  readonly label: string
  readonly unit: 'target' | 'target squared' | 'percent' | 'share' | 'none'
  /** The direction of better scores; `null` if neither lower nor higher scores mean better forecasts. */
  readonly better: 'lower' | 'higher' | 'near the share of the interval' | null
  /** The data that the metric needs besides actual values. */
  readonly needs?: string
  readonly definition: string
  readonly source: string
}

/** A metric of means or of all quantiles. */
export interface PointMetric extends MetricFacts {
  /** The part of a forecast that the metric scores. */
  readonly of: 'mean' | 'quantiles'
  score(points: Points): number
}

/** A metric of one central interval. */
export interface IntervalMetric extends MetricFacts {
  readonly of: 'interval'
  score(points: Points, interval: Interval): number
}

export type Metric = PointMetric | IntervalMetric
