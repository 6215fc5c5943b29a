import { GatecastError } from '../../base/error.ts'
import { isOnGrid } from './bucket.ts'
import { DAY, dateOf, weekdayOf } from './civil.ts'
import { commonDivisor } from './common_divisor.ts'
import { type Frequency, parseFrequency } from './frequency.ts'
import { zoneOf } from './zone.ts'

/**
 * Infers the frequency of sorted times: the largest step of which all distances between times are multiples.
 *
 * @param series - ascending times of each series, in milliseconds since 1970 UTC
 * @param timeZone - IANA name of the time zone in which steps of a day and longer are counted; default `UTC`
 * @throws {GatecastError} `ERR_DATA` if no series has two rows, or if fewer than half of the distances are one step
 * @example
 * inferFrequency([parseTimes(['2024-01-01', '2024-02-01', '2024-04-01'])]).text // MS
 */
export function inferFrequency(
  series: Iterable<Float64Array>,
  timeZone = 'UTC',
  { isIndex = false }: { isIndex?: boolean | undefined } = {},
): Frequency {
  const zone = zoneOf(timeZone)
  const sample: Float64Array[] = []
  let rows = 0
  for (const times of series) {
    if (times.length < 2) continue
    sample.push(times)
    rows += times.length
    // 10,000 rows are enough. With all rows of a large table, this would take longer than reading the table.
    if (rows > 10_000) break
  }
  if (!sample.length)
    throw new GatecastError(
      'ERR_DATA',
      'Expected a series of at least two rows to infer its frequency, got none. Give it, for example frequency: "1d"',
    )
  if (isIndex) return parseFrequency(`${commonStep(sample.map((times) => Array.from(times))).step || 1}`)
  const locals = sample.map((times) => times.map((time) => zone.toLocal(time)))
  // Hours are counted in elapsed time: a clock that is set forward skips one.
  const text = calendarText(locals) ?? clockText(sample)
  const frequency = parseFrequency(text)
  if (!frequency.anchor) return frequency
  return locals.every((times) => times.every((time) => isOnGrid(time, frequency, zoneOf('UTC'))))
    ? frequency
    : parseFrequency(`${frequency.multiple}${{ month: 'M', quarter: 'Q', year: 'Y' }[frequency.unit as 'month']}`)
}

/** The frequency in days or longer units, if all rows have the same time of day. */
function calendarText(series: Float64Array[]): string | undefined {
  const clock = series[0][0] - Math.floor(series[0][0] / DAY) * DAY
  const days = series.map((times) => Array.from(times, (time) => Math.floor(time / DAY)))
  if (!series.every((times, s) => times.every((time, row) => time - days[s][row] * DAY === clock))) return undefined
  const dates = days.map((numbers) => numbers.map(dateOf))
  const all = dates.flat()
  const first = all.every(({ day }) => day === 1)
  const sameDay = all.every(({ day }) => day === all[0].day)
  const smallest = stepsOf(days).reduce((a, b) => Math.min(a, b))
  const isLast = (numbers: number[]) => numbers.every((day) => dateOf(day + 1).day === 1)
  if (smallest >= 28 && (sameDay || days.every(isLast))) {
    const months = dates.map((list) => list.map(({ year, month }) => year * 12 + month))
    const { step } = commonStep(months)
    const edge = first ? 'S' : days.every(isLast) ? 'E' : ''
    if (step % 12 === 0) return `${step / 12}Y${edge}`
    return step % 3 === 0 ? `${step / 3}Q${edge}` : `${step}M${edge}`
  }
  const { step, share } = commonStep(days)
  if (step % 7 === 0) return `${step / 7}W`
  const flat = days.flat()
  // Ten rows or more without a weekend: these are business days, and weekends are no gaps.
  if (step === 1 && flat.length >= 10 && flat.every((day) => weekdayOf(day) <= 5)) return 'B'
  if (share < 0.5) throw mixed(step * DAY, share)
  return `${step}d`
}

/** The frequency in seconds, minutes or hours. */
function clockText(series: Float64Array[]): string {
  const { step, share } = commonStep(series.map((times) => Array.from(times)))
  if (share < 0.5) throw mixed(step, share)
  if (step % 3_600_000 === 0) return `${step / 3_600_000}h`
  if (step % 60_000 === 0) return `${step / 60_000}min`
  if (step % 1000 === 0) return `${step / 1000}s`
  throw mixed(step, share)
}

const stepsOf = (series: number[][]): number[] =>
  series.flatMap((values) => values.slice(1).map((value, index) => value - values[index]))

/** The greatest common divisor of all distances, and the share of distances that are equal to it. */
function commonStep(series: number[][]): { step: number; share: number } {
  const steps = stepsOf(series).filter((step) => step > 0)
  const step = steps.reduce(commonDivisor, 0)
  return { step, share: steps.filter((size) => size === step).length / steps.length }
}

const mixed = (step: number, share: number) =>
  new GatecastError(
    'ERR_DATA',
    `Expected rows at a steady frequency, got a mix: their largest common step is ${step / 1000} seconds, and only ` +
      `${Math.round(share * 100)} % of the steps are that long. Give frequency, and use regularise({ align: ` +
      "'nearest' }) or resample()",
  )
