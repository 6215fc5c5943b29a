import { checkNumbers, checkOptions, checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkForecaster } from '../check.ts'
import type { Forecaster } from '../forecaster.ts'

/** Options of an ensemble. */
export interface EnsembleOptions {
  /**
   * The average of the forecasts: their `mean` (default), their `median`, or a mean with `weights`. `fit` learns the
   * weights from a backtest of the members, unless they are given.
   */
  average?: 'mean' | 'median' | 'weights'
  /** A weight for each member, 0 or more, with a sum of 1. Only with `average: 'weights'`. */
  weights?: readonly number[]
  /** Number of windows of the backtest from which weights are learned; default 5, fewer for short histories. */
  windows?: number
}

/** @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE`, `ERR_SHAPE` naming the option */
export function checkEnsembleOptions(options: EnsembleOptions, members: number): void {
  checkOptions('an ensemble', options, ['average', 'weights', 'windows'])
  const { average = 'mean', weights, windows } = options
  if (average !== 'mean' && average !== 'median' && average !== 'weights')
    throw range(`Expected average to be "mean", "median" or "weights", got ${shown(average)}`)
  for (const [name, value] of Object.entries({ weights, windows }))
    if (value !== undefined && average !== 'weights')
      throw range(`Expected ${name} only with average: 'weights', got average: ${JSON.stringify(average)}`)
  if (windows !== undefined) checkWhole('windows', windows, 1)
  if (weights === undefined) return
  if (windows !== undefined) throw range('Expected weights, or windows to learn them from, got both. Leave one out')
  const given = Array.from(checkNumbers('weights', weights))
  if (given.length !== members)
    throw new GatecastError('ERR_SHAPE', `Expected a weight for each of ${members} members, got ${given.length}`)
  const sum = given.reduce((total, weight) => total + weight, 0)
  if (given.some((weight) => !(weight >= 0)) || !(Math.abs(sum - 1) < 1e-6))
    throw range(`Expected weights of 0 or more that sum to 1, got [${given.join(', ')}], which sum to ${sum}`)
}

/** @throws {GatecastError} `ERR_DATA` without members or for two equal ones, `ERR_SHAPE` for different horizons */
export function checkMembers(members: readonly Forecaster[]): void {
  if (!Array.isArray(members) || members.length === 0)
    throw new GatecastError('ERR_DATA', 'Expected an array of one forecaster or more')
  for (const member of members) checkForecaster('an ensemble', member)
  const horizons = [...new Set(members.map(({ horizon }) => horizon))]
  if (horizons.length > 1)
    throw new GatecastError('ERR_SHAPE', `Expected forecasters with the same horizon, got ${horizons.join(', ')}`)
  members.forEach((member, i) => {
    const twin = members.findIndex((other) => isSame(member, other))
    if (twin === i) return
    throw new GatecastError(
      'ERR_DATA',
      `Expected members that differ, got the same ${member.kind} as members ${twin + 1} and ${i + 1}. Leave one out, ` +
        "give them other options, for example another seed, or use average: 'weights' with weights",
    )
  })
}

/** Whether two forecasters are one model: the same object, or the same kind with the same options. */
function isSame(a: Forecaster, b: Forecaster): boolean {
  if (a === b) return true
  if (a.options === undefined || a.kind !== b.kind) return false
  return JSON.stringify(a.options) === JSON.stringify(b.options)
}

const range = (message: string): GatecastError => new GatecastError('ERR_RANGE', message)
