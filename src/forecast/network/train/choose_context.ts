// Chooses among several contexts: each trains a network without the newest rows, and the one that forecasts these rows
// best is taken.

import { defined } from '../../../base/defined.ts'
import { GatecastError } from '../../../base/error.ts'
import type { ContextScore, FitOptions } from '../../forecaster.ts'
import type { Begun, FitTask } from './fit_task.ts'

/** The context that was chosen, with its network and the scores of all. */
export interface Chosen {
  readonly task: FitTask
  readonly begun: Begun
  readonly contexts: readonly ContextScore[]
}

/**
 * Begins the training with each context. Of equal scores the first wins.
 *
 * @param begin - trains a network and measures it in held-out rows
 * @throws {GatecastError} `ERR_RANGE` for options without held-out rows, `ERR_DATA` if the held-out rows have no values
 */
export async function chooseContext(
  task: FitTask,
  contexts: readonly number[],
  begin: (task: FitTask) => Promise<Begun>,
): Promise<Chosen> {
  checkOptions(task.options, contexts)
  const scores: ContextScore[] = []
  let best: { score: number; context: number; begun: Begun } | undefined
  for (const context of contexts) {
    const begun = await begin(withContext(task, context, trialOptions(task.options)))
    const score = begun.first?.report.validation?.network
    if (score === undefined) throw nothingHeldOut(contexts)
    scores.push({ context, score })
    const loser = best && score >= best.score ? begun : best?.begun
    loser?.first?.fitted.model[Symbol.dispose]()
    if (!best || score < best.score) best = { score, context, begun }
  }
  if (!best) throw nothingHeldOut(contexts)
  return { task: withContext(task, best.context, task.options), begun: best.begun, contexts: scores }
}

const withContext = (task: FitTask, context: number, options: FitOptions): FitTask => ({
  ...task,
  options,
  settings: { ...task.settings, context },
})

/** All trainings of the choice are rehearsals, also one whose network is kept. */
function trialOptions({ onProgress: _, onStep: __, ...options }: FitOptions): FitOptions {
  return { ...options, ...defined({ onProgress: options.onRehearsal }) }
}

function checkOptions({ calibrate, checkpoint, resume }: FitOptions, contexts: readonly number[]): void {
  const listed = `context: [${contexts.join(', ')}]`
  if (calibrate === false)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected one context with calibrate: false, as it holds out no rows to compare contexts by, got ${listed}. Use ` +
        'one number, or leave calibrate out; conformal() and ensembles with learned weights train with calibrate: false',
    )
  if (checkpoint === undefined && resume === undefined) return
  throw new GatecastError(
    'ERR_RANGE',
    `Expected one context with ${resume === undefined ? 'checkpoint' : 'resume'}, as a checkpoint holds one training, ` +
      `got ${listed}. Use one number, for example facts().context of an earlier fit`,
  )
}

const nothingHeldOut = (contexts: readonly number[]): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected values in held-out rows to compare the contexts ${contexts.join(', ')} by, got none: the series are too ` +
      'short, or their newest values are missing. Use one number for context, or more rows of history',
  )
