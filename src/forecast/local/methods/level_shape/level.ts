// The levels of the periods, forecast by ridge regression on their past. The regression is for the change from the last
// level, so that a strong penalty leads to repeating it:
//
//   dL(i) = w0 + w1 (L(i-1) - mean L) + w2 dL(i-1) + w3 dL(i-2)
//                + w4 (L(i-c) - L(i-1)) + w5 dL(i-c) + w6 dL(i-2c)         c periods in the longer season
//
// The terms of the longer season are there only if they lower the leave-one-out error by more than chance.

import { meanOf } from '../../method.ts'
import { dot, ridge } from './ridge.ts'

export interface LevelForecast {
  readonly mean: Float64Array
  readonly variance: Float64Array
  /** The forecast of each level by a regression that did not see it; NaN where there is none. */
  readonly fitted: Float64Array
}

/** Most periods that the regression learns from. */
const most = 1000
/** The terms of the longer season must lower the error by this share, divided by the root of the number of periods. */
const chance = 1.5

/** The largest that a level may become after it was 1 higher than expected. */
const largestAnswer = 10

interface Model {
  /** Periods in the longer season; 1 without its terms. */
  readonly cycle: number
  readonly first: number
  readonly weights: Float64Array
  /** Of the regression without the level, for each level from `first` on, and the mean of their squares. */
  readonly errors: Float64Array
  readonly error: number
}

/**
 * @param cycle - periods in the longer season, 1 for none
 * @param periods - number of levels to forecast
 */
export function forecastLevels(levels: Float64Array, cycle: number, periods: number): LevelForecast {
  const mean = meanOf(levels)
  const spread = Math.sqrt(meanOf(levels.map((level) => (level - mean) ** 2))) || 1
  const scaled = Array.from(levels, (level) => (level - mean) / spread)
  const model = chooseModel(scaled, cycle)
  const { first, errors, error } = model
  const fitted = new Float64Array(levels.length).fill(Number.NaN)
  errors.forEach((loss, i) => {
    fitted[first + i] = levels[first + i] - spread * loss
  })
  const answer = answerOf(model, periods)
  let sum = 0
  return {
    mean: Float64Array.from(continued(scaled, model, periods, 1), (value) => mean + spread * value),
    variance: Float64Array.from({ length: periods }, (_, k) => {
      sum += answer[k] ** 2
      return sum * error * spread * spread
    }),
    fitted,
  }
}

function chooseModel(scaled: readonly number[], cycle: number): Model {
  const count = scaled.length
  const firstOf = (reach: number) => Math.max(Math.min(reach, count - 1), count - most)
  const short = regress(scaled, 1, firstOf(reachOf(1)))
  if (cycle === 1 || count < 3 * cycle + 2) return short
  const first = firstOf(reachOf(cycle))
  const long = regress(scaled, cycle, first)
  const needed = 1 - chance / Math.sqrt(count - first)
  return long.error < needed * regress(scaled, 1, first).error ? long : short
}

function regress(scaled: readonly number[], cycle: number, first: number): Model {
  const rows: Float64Array[] = []
  for (let i = first; i < scaled.length; i++)
    rows.push(termsOf(scaled.slice(Math.max(0, i - reachOf(cycle)), i), cycle, 1))
  const changes = Float64Array.from(rows, (_, i) => scaled[first + i] - scaled[first + i - 1])
  return { cycle, first, ...ridge(rows, changes, (weights) => isStable(cycle, weights)) }
}

/** The levels that follow if a level is 1 higher than expected, this one first; the constant term has no part in it. */
const answerOf = (model: Pick<Model, 'cycle' | 'weights'>, periods: number): number[] => [
  1,
  ...continued([...new Array<number>(reachOf(model.cycle)).fill(0), 1], model, periods, 0),
]

/** Whether a surprise stays a finite one. Few periods may suggest that it grows for ever. */
const isStable = (cycle: number, weights: Float64Array): boolean =>
  answerOf({ cycle, weights }, 20 * cycle + 100).every((value) => Math.abs(value) <= largestAnswer)

/** Number of levels that the terms read. */
const reachOf = (cycle: number): number => (cycle > 1 ? 2 * cycle + 1 : 3)

function termsOf(past: readonly number[], cycle: number, constant: number): Float64Array {
  const at = (lag: number) => past[past.length - lag] ?? past[0]
  const change = (lag: number) => at(lag) - at(lag + 1)
  const short = [constant, at(1), change(1), change(2)]
  return Float64Array.from(cycle > 1 ? [...short, at(cycle) - at(1), change(cycle), change(2 * cycle)] : short)
}

function continued(
  past: readonly number[],
  { cycle, weights }: Pick<Model, 'cycle' | 'weights'>,
  periods: number,
  constant: number,
): number[] {
  const path = past.slice(-reachOf(cycle))
  const start = path.length
  for (let k = 0; k < periods; k++)
    path.push(path[path.length - 1] + dot(termsOf(path.slice(-reachOf(cycle)), cycle, constant), weights))
  return path.slice(start)
}
