// Long seasons as regressors: sine and cosine waves of the periods m, m / 2, m / 3 ... Seasonal orders would need a state
// for each step of the season. The number of waves has the smallest AICc, for errors of an ARMA process that a first
// regression on all waves gives.
//
// Source: Young, Pedregal, Tych 1999, "Dynamic harmonic regression"; Hyndman and Athanasopoulos, Forecasting: Principles
// and Practice, 3rd ed., section 10.5.

import type { Regressors } from '../../method.ts'
import { regress } from './filter/regression.ts'
import { evaluationOf, filtered, fitModel } from './fit.ts'
import type { Orders } from './orders.ts'
import { makeProblem } from './problem.ts'

/** The longest season that is described by seasonal orders. */
export const longestOrdered = 24
/** The most waves of a season. */
const mostWaves = 15

/** Joins regressors; either may be missing. */
export function joinRegressors(first: Regressors | undefined, second: Regressors | undefined): Regressors | undefined {
  if (!first || !second) return first ?? second
  return {
    names: [...first.names, ...second.names],
    history: [...first.history, ...second.history],
    future: [...first.future, ...second.future],
  }
}

/**
 * The waves of some seasons.
 *
 * @param counts - the number of waves of each season
 * @param shorter - a season that the model describes otherwise; waves that repeat within it are left out
 */
export function wavesOf(
  seasons: readonly number[],
  counts: readonly number[],
  rows: number,
  horizon: number,
  shorter = 1,
): Regressors {
  const names: string[] = []
  const history: Float64Array[] = []
  const future: Float64Array[] = []
  seasons.forEach((season, s) => {
    const before = [shorter, ...seasons.slice(0, s)].filter((one) => one > 1)
    for (let k = 1; k <= counts[s]; k++) {
      if (before.some((one) => Number.isInteger((k * one) / season))) continue
      for (const [name, wave] of [
        ['sin', Math.sin],
        ['cos', Math.cos],
      ] as const) {
        if (name === 'sin' && 2 * k === season) continue
        const values = Float64Array.from({ length: rows + horizon }, (_, t) =>
          wave((2 * Math.PI * ((k * t) % season)) / season),
        )
        names.push(`season ${season} ${name} ${k}`)
        history.push(values.subarray(0, rows))
        future.push(values.subarray(rows))
      }
    }
  })
  return { names, history, future }
}

/** The number of waves of each long season of a series without gaps. */
export function chooseWaves(
  values: Float64Array,
  seasons: readonly number[],
  orders: Pick<Orders, 'd' | 'D' | 'season'>,
  regressors: Regressors | undefined,
): number[] {
  const most = seasons.map((season) => Math.min(mostWaves, Math.floor(season / 2)))
  const whole = { p: 2, q: 1, P: orders.D === 0 && orders.season > 1 ? 1 : 0, Q: orders.D, ...orders }
  const all = wavesOf(seasons, most, values.length, 0, orders.season)
  const constant = orders.d + orders.D < 2
  const problem = makeProblem(values, whole, joinRegressors(regressors, all), constant, 0)
  const fit = fitModel(problem, whole, constant, 'rough')
  if (!fit) return seasons.map(() => 0)
  // The problem lacks what all columns explain; the series itself is compared with some of them.
  const own = problem.values.map((value, t) =>
    problem.columns.reduce((sum, column, c) => sum + problem.start[c] * column[t], value),
  )
  const evaluation = evaluationOf({ ...problem, values: own }, whole)
  filtered(evaluation, fit.coefficients)
  const { errors } = evaluation.room
  const fixed = 1 + problem.names.length - all.names.length
  const chosen = seasons.map(() => 0)
  let kept = errors.slice(0, fixed)
  let best = criterion(kept, problem.counted)
  seasons.forEach((season, s) => {
    const without = kept
    for (let k = 1; k <= most[s]; k++) {
      const isWave = (name: string) => ['sin', 'cos'].some((wave) => name === `season ${season} ${wave} ${k}`)
      const added = errors.filter((_, i) => i >= fixed && isWave(problem.names[i - 1]))
      const next = [...(k === 1 ? without : kept), ...added]
      kept = next
      const aicc = criterion(next, problem.counted)
      if (aicc < best) [best, chosen[s]] = [aicc, k]
    }
    kept = [...without, ...kept.slice(without.length, without.length + countUpTo(problem.names, season, chosen[s]))]
  })
  return chosen
}

/** The number of waves of a season, sines and cosines, up to the k-th. */
const countUpTo = (names: readonly string[], season: number, most: number): number =>
  names.filter((name) => name.startsWith(`season ${season} `) && Number(name.split(' ').at(-1)) <= most).length

function criterion(columns: readonly Float64Array[], count: number): number {
  const parameters = columns.length + 4
  const spare = count - parameters - 1
  if (spare <= 0) return Number.POSITIVE_INFINITY
  const { squares } = regress(columns, 0)
  return count * Math.log(squares / count) + 2 * parameters + (2 * parameters * (parameters + 1)) / spare
}
