/** Times of rows, for frames whose columns have a type for times. */
export class TimeColumn {
  /** Milliseconds since 1970 UTC. A date is its midnight in UTC. NaN is missing. */
  readonly times: Float64Array
  /** The time zone whose clock the times are shown on; `undefined` for dates without a time of day. */
  readonly timeZone: string | undefined

  constructor(times: Float64Array, timeZone: string | undefined) {
    this.times = times
    this.timeZone = timeZone
  }

  /** Number of rows. */
  get length(): number {
    return this.times.length
  }
}
