/** Points that are scored together; arrays of equal length. */
export interface Points {
  readonly actual: Float64Array
  readonly mean: Float64Array
  readonly levels: readonly number[]
  readonly quantiles: readonly Float64Array[]
  /** Units of MASE and RMSSE of each point. */
  readonly absoluteScale: Float64Array
  readonly squaredScale: Float64Array
}

/** An interval between two quantiles, and the share of points that it should hold. */
export interface Interval {
  readonly lower: Float64Array
  readonly upper: Float64Array
  readonly share: number
}

/** Everything that the rest of the library knows about a metric. One file in this folder defines it, and index.ts lists it. */
interface MetricFacts {
  /** The name in scores and options; a metric of an interval is followed by the percentage, as in `coverage80`. */
  readonly name: string
  /** The name as people write it. */
  readonly label: string
  readonly unit: 'target' | 'target squared' | 'percent' | 'share' | 'none'
  /** The direction of better scores; `null` if a score alone does not say which of two forecasts is better. */
  readonly better: 'lower' | 'higher' | 'near the share of the interval' | null
  /** The data on which it is defined, where that is not every point with an actual value. */
  readonly needs?: string
  readonly definition: string
  readonly source: string
}

/** A metric of means or of all quantiles. */
export interface PointMetric extends MetricFacts {
  /** The part of a forecast that it scores. */
  readonly of: 'mean' | 'quantiles'
  score(points: Points): number
}

/** A metric of one central interval. */
export interface IntervalMetric extends MetricFacts {
  readonly of: 'interval'
  score(points: Points, interval: Interval): number
}

export type Metric = PointMetric | IntervalMetric
