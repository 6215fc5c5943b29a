// Chooses the orders of a model by AICc: the stepwise search of Hyndman and Khandakar. It starts from four models and
// moves to the first neighbour that is better, until no neighbour is. Models with roots close to the unit circle are
// left out.
//
// Source: Hyndman and Khandakar 2008, section 3.2, as in `auto.arima` of R's forecast.

import type { Regressors } from '../../method.ts'
import { rootsBeyond } from './filter/polynomials.ts'
import { type Fit, fitModel, type Precision } from './fit.ts'
import type { Orders } from './orders.ts'
import { makeProblem, type Problem } from './problem.ts'

export interface SearchTask {
  readonly history: Float64Array
  readonly season: number
  readonly d: number
  readonly D: number
  readonly regressors?: Regressors | undefined
  readonly horizon: number
  /** Whether the model has a constant; `undefined` leaves it to the search. */
  readonly constant?: boolean | undefined
  /** How models are compared; the model that is chosen is estimated exactly. */
  readonly precision: Precision
  /** Whether only the small models are compared that the search starts from, without estimating the best one exactly. */
  readonly few?: boolean | undefined
}

/** Steps of a pair of orders, in the order in which they are tried. */
const steps = [
  [-1, 0],
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, -1],
  [-1, 1],
  [1, -1],
  [1, 1],
] as const
/** The steps from a model to its neighbours: P, Q, p, q. */
const neighbours = [...steps.map(([P, Q]) => [P, Q, 0, 0] as const), ...steps.map(([p, q]) => [0, 0, p, q] as const)]
const mostModels = 94
/** Roots nearer to the unit circle are refused. */
const nearestRoot = 1.01
/** For longer seasons the limit is that of a year of months: else common coefficients of daily seasons were refused. */
const longestStrict = 12
/** AICc by which a model must lose against one with a root of its moving average at the unit circle. */
const muchWorse = 20
/** Models of a rough search that are estimated exactly. */
const mostFinalists = 6

/** The best model; `undefined` if the series is too short for every one. */
export function searchOrders(task: SearchTask): Fit | undefined {
  const most = limits(task)
  const search = new Search(task)
  const choices = constants(task)
  const few = task.few || task.history.length < 10
  const start = few ? [1, 1, 0, 0] : [2, 2, 1, 1]
  const [p, q, P, Q] = [most.p, most.q, most.P, most.Q].map((limit, i) => Math.min(limit, start[i]))
  search.visit(p, q, P, Q, choices[0])
  search.visit(0, 0, 0, 0, choices[0])
  const one = (limit: number) => Math.min(1, limit)
  if (most.p + most.P > 0) search.visit(one(most.p), 0, one(most.P), 0, choices[0])
  if (most.q + most.Q > 0) search.visit(0, one(most.q), 0, one(most.Q), choices[0])
  if (choices.length > 1) search.visit(0, 0, 0, 0, choices[1])
  while (!task.few && improve(search, most, choices.length > 1)) if (search.count >= mostModels) break
  return search.winner()
}

/** Moves to the first neighbour that is better. Returns whether there is one. */
function improve(search: Search, most: Pick<Orders, 'p' | 'q' | 'P' | 'Q'>, isFree: boolean): boolean {
  const [p, q, P, Q, constant] = search.place
  for (const [stepP, stepQ, stepp, stepq] of neighbours) {
    const next = [p + stepp, q + stepq, P + stepP, Q + stepQ] as const
    const isWithin = next.every((order, i) => order >= 0 && order <= [most.p, most.q, most.P, most.Q][i])
    if (isWithin && search.count < mostModels && search.visit(...next, constant)) return true
  }
  return isFree && search.count < mostModels && search.visit(p, q, P, Q, !constant)
}

function limits({ history, season }: SearchTask): Pick<Orders, 'p' | 'q' | 'P' | 'Q'> {
  const seen = history.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0)
  const third = Math.floor(seen / 3)
  const seasonal = season > 1 ? Math.min(2, Math.floor(third / season)) : 0
  const short = Math.min(5, third, seasonal > 0 ? season - 1 : Number.POSITIVE_INFINITY)
  return { p: short, q: short, P: seasonal, Q: seasonal }
}

/** With or without a constant, first the choice that the search starts with. Two differences leave no constant. */
function constants({ d, D, constant }: SearchTask): boolean[] {
  if (constant !== undefined) return [constant]
  return d + D > 1 ? [false] : [true, false]
}

type Place = readonly [p: number, q: number, P: number, Q: number, constant: boolean]

/** The models that were visited, and the best of them. */
class Search {
  readonly #task: SearchTask
  readonly #problems = new Map<boolean, Problem>()
  readonly #visited = new Map<string, Fit | undefined>()
  place: Place = [0, 0, 0, 0, false]
  #best: Fit | undefined
  /** The best model that is refused for a root of its moving average alone. */
  #refused: Fit | undefined

  constructor(task: SearchTask) {
    this.#task = task
  }

  get count(): number {
    return this.#visited.size
  }

  /** Estimates a model, unless it is known. Returns whether it is the best so far. */
  visit(...place: Place): boolean {
    const key = place.join()
    if (this.#visited.has(key)) return false
    const fit = this.#fit(place, this.#task.precision)
    this.#visited.set(key, fit)
    if (!fit || !isBetter(fit, this.#best)) return false
    if (!isAcceptable(fit)) {
      if (isStationary(fit) && isBetter(fit, this.#refused)) this.#refused = fit
      return false
    }
    this.#best = fit
    this.place = place
    return true
  }

  /**
   * The best model, estimated exactly. A model that is refused for a root of its moving average alone is taken if all
   * others are much worse, as for a season that does not change.
   */
  winner(): Fit | undefined {
    if (this.#task.precision === 'rough' && !this.#task.few) this.#estimateFinalists()
    const [best, refused] = [this.#best, this.#refused]
    return !best || (refused && refused.aicc + muchWorse < best.aicc) ? (refused ?? best) : best
  }

  /** Estimates the best models exactly, up to the first one that is acceptable. */
  #estimateFinalists(): void {
    const ranked = [...this.#visited.values()].filter((fit): fit is Fit => fit !== undefined && isStationary(fit))
    ranked.sort((a, b) => a.aicc - b.aicc)
    this.#best = undefined
    this.#refused = undefined
    for (const [i, { orders, constant, x }] of ranked.entries()) {
      if (i >= mostFinalists && this.#refused) return
      const fit = fitModel(this.#problem(constant), orders, constant, 'exact', x)
      if (!fit || !isStationary(fit)) continue
      if (isAcceptable(fit)) {
        this.#best = fit
        return
      }
      if (isBetter(fit, this.#refused)) this.#refused = fit
    }
  }

  #fit([p, q, P, Q, constant]: Place, precision: Precision): Fit | undefined {
    const { d, D, season } = this.#task
    return fitModel(this.#problem(constant), { p, d, q, P, D, Q, season }, constant, precision)
  }

  #problem(constant: boolean): Problem {
    const known = this.#problems.get(constant)
    if (known) return known
    const { history, d, D, season, regressors, horizon } = this.#task
    const orders = { p: 0, d, q: 0, P: 0, D, Q: 0, season }
    const made = makeProblem(history, orders, regressors, constant, horizon)
    this.#problems.set(constant, made)
    return made
  }
}

const isBetter = (fit: Fit, other: Fit | undefined): boolean => !(fit.aicc >= (other?.aicc ?? Number.POSITIVE_INFINITY))

/** Whether the roots of all polynomials are far enough from the unit circle. */
function isAcceptable(fit: Fit): boolean {
  const { coefficients, orders } = fit
  const opposite = (values: Float64Array) => values.map((value) => -value)
  return (
    isStationary(fit) &&
    rootsBeyond(opposite(coefficients.ma), nearestRoot) &&
    rootsBeyond(opposite(coefficients.seasonalMa), seasonalRoot(orders))
  )
}

/** Whether the roots of the autoregressive polynomials are far enough from the unit circle. */
const isStationary = ({ coefficients, orders }: Fit): boolean =>
  rootsBeyond(coefficients.ar, nearestRoot) && rootsBeyond(coefficients.seasonalAr, seasonalRoot(orders))

const seasonalRoot = ({ season }: Orders): number => nearestRoot ** Math.min(season, longestStrict)
