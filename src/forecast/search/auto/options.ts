import { type CallOptions, checkSignal } from '../../../base/abort.ts'
import { checkFunction, checkNumber, checkOptions, checkWhole } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import { checkForecaster, mostSteps } from '../../check.ts'
import type { BacktestOptions, FitOptions, Forecaster } from '../../forecaster.ts'
import { type SupportOptions, supportOf } from '../../support.ts'
import type { Contender } from './contender.ts'

/** Options of `auto`. */
export interface AutoOptions extends CallOptions, SupportOptions {
  /** Number of steps to forecast. */
  horizon: number
  /**
   * Minutes for all trials and the last fit together; default 5. A call ends earlier if nothing is left to try, and at
   * most a tenth later.
   */
  minutes?: number
  /** Forecasters to try, quick ones first; default those of {@link localCandidates} and {@link networkCandidates} that suit the panel. */
  candidates?: readonly Forecaster[]
  /**
   * The overall score of the backtest by which candidates are compared; default `mase`, or `mae` if `mase` is not
   * defined: in no series do two values that are a season apart differ.
   */
  metric?: string
  /** Options of the backtest of every candidate; default as many windows as the histories and the minutes allow. */
  backtest?: Omit<BacktestOptions, 'fit' | 'signal' | 'threads' | 'onProgress'>
  /** Options for `fit` of every candidate. Epochs that are given stay as they are. */
  fit?: FitOptions
  /**
   * Up to this many candidates that differ are averaged if their scores are close to the best and the average scores as
   * well as the best; default 4, 1 for no average.
   */
  average?: number
  /** Called after each candidate and awaited. */
  onProgress?: (progress: { candidate: number; candidates: number; latest: Contender }) => unknown
}

const optionNames: readonly (keyof AutoOptions)[] = [
  ...(['horizon', 'minutes', 'candidates', 'metric', 'backtest', 'fit', 'average', 'onProgress'] as const),
  ...(['nonNegative', 'lower', 'upper', 'signal', 'threads'] as const),
]

/** @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE`, `ERR_SHAPE`, `ERR_DATA` naming the option */
export function checkAutoOptions(options: AutoOptions): void {
  checkOptions('auto', options, optionNames)
  const { horizon, minutes, candidates, average, backtest } = options
  checkWhole('horizon', horizon, 1, mostSteps)
  if (minutes !== undefined && !(checkNumber('minutes', minutes) > 0))
    throw new GatecastError('ERR_RANGE', `Expected minutes above 0, got ${minutes}`)
  if (average !== undefined) checkWhole('average', average, 1)
  if (backtest?.windows !== undefined) checkWhole('windows', backtest.windows, 1)
  if (backtest?.step !== undefined) checkWhole('step', backtest.step, 1)
  checkFunction('onProgress', options.onProgress)
  checkSignal(options.signal)
  const support = supportOf(options)
  if (candidates === undefined) return
  checkCandidates(candidates, horizon)
  if (support)
    throw new GatecastError(
      'ERR_RANGE',
      'Expected nonNegative, lower and upper without candidates, got both. Give these options to the candidates',
    )
}

function checkCandidates(candidates: readonly Forecaster[], horizon: number): void {
  if (!Array.isArray(candidates) || candidates.length === 0)
    throw new GatecastError('ERR_DATA', 'Expected candidates to be an array of one forecaster or more')
  for (const candidate of candidates) checkForecaster('a candidate', candidate)
  const other = candidates.find((candidate) => candidate.horizon !== horizon)
  if (other)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected candidates with a horizon of ${horizon}, got ${other.horizon} in ${other.kind}`,
    )
}
