import { listNames } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { inTurns } from '../../base/resources/turns.ts'
import type { Backtest } from '../backtest/backtest.ts'

/**
 * The score of a backtest by which forecasters are compared.
 *
 * @throws {GatecastError} `ERR_RANGE` if the backtest has no such score, `ERR_DATA` if the score is not defined, `ABORT_ERR`
 */
export async function scoreBy(backtest: Backtest, metric: string, signal?: AbortSignal): Promise<number> {
  const overall = await inTurns(backtest.overallInPieces(), signal)
  const score = overall[metric]
  if (score === undefined)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected metric to be one of ${listNames(Object.keys(overall))}, got "${metric}"`,
    )
  if (!Number.isNaN(score)) return score
  throw new GatecastError(
    'ERR_DATA',
    `Expected a panel on which ${metric} is defined, got NaN for all series, for example because they are ` +
      'constant. Use another metric, for example "mae"',
  )
}
