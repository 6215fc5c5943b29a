import { abortable } from '../../addon/abortable.ts'
import type { Graph, ProgramData, Samples, Trainer, TrainerOptions } from '../../addon/index.ts'
import { checkSignal } from '../../base/abort.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { optionsOf } from '../../base/options/options.ts'
import { pack, unpack } from '../values/weights.ts'
import { exponent, weightsOf } from './averaging.ts'
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts'
import { EarlyStopping } from './early_stopping.ts'
import { type EpochSummary, type FitOptions, fitChecks, type History, type Progress } from './fit_options.ts'
import { adam } from './optimizers.ts'
import { countSteps, PieceTrainer } from './piece_trainer.ts'
import { countTurns, isPiecewise, type PiecewiseSamples } from './piecewise_samples.ts'
import { sampleCount, splitSamples, timeSteps } from './samples.ts'
import { constantRate, inSteps, type Schedule } from './schedules.ts'

/** The parts of a model that training needs. */
export interface Fitted {
  graph: Graph
  program: ProgramData
  seed: number
}

type Options = Omit<FitOptions<never>, 'validation'> & { validation?: number | Samples }

/**
 * Runs the epochs of a fit. The steps of an epoch run in the native core; reports and checkpoints come between epochs.
 */
export async function train(model: Fitted, data: Samples | PiecewiseSamples, options: Options): Promise<History> {
  const { epochs = 10, signal } = optionsOf('fit', options, fitChecks)
  checkSignal(signal)
  const stopping = earlyStopping(options)
  const resumed = options.resume === undefined ? null : await readCheckpoint(options.resume, model.program)
  const seed = options.seed ?? resumed?.seed ?? model.seed
  const trainer = trainerFor(model.graph, data, { ...options, epochs, seed })
  try {
    if (resumed) restore(model.graph, trainer, stopping, resumed)
    const done = await runEpochs(model, trainer, stopping, resumed?.epochs ?? [], { ...options, epochs, seed })
    if (stopping?.bestWeights) model.graph.setWeights(stopping.bestWeights)
    return {
      epochs: done,
      bestEpoch: stopping?.state.bestEpoch ?? done.length,
      stoppedEarly: done.length < epochs,
    }
  } finally {
    trainer.dispose()
  }
}

async function runEpochs(
  model: Fitted,
  trainer: Trainer,
  stopping: EarlyStopping | null,
  before: EpochSummary[],
  options: Options & { epochs: number; seed: number },
): Promise<EpochSummary[]> {
  const { epochs, seed, signal, checkpoint, onProgress } = options
  const start = performance.now()
  const done = [...before]
  while (done.length < epochs && !stopping?.stop) {
    checkSignal(signal)
    const summary = await runEpoch(trainer, done.length + 1, start, options)
    done.push(summary)
    const state = trainer.state()
    const weights = weightsOf(state)
    model.graph.setWeights(weights)
    stopping?.observe(summary, weights)
    if (checkpoint !== undefined) {
      const parameters = unpack(model.graph.parameters, state.weights)
      await writeCheckpoint(checkpoint, { ...model, parameters }, { trainer: state, seed, epochs: done, stopping })
    }
    await onProgress?.(progressOf(summary, epochs, performance.now() - start, done.length - before.length))
  }
  return done
}

async function runEpoch(trainer: Trainer, epoch: number, start: number, options: Options): Promise<EpochSummary> {
  const stop = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal
  const { onStep, epochs = 1 } = options
  const report = async () => {
    try {
      await onStep?.({ epoch, epochs, ...trainer.progress(), elapsed: performance.now() - start })
    } catch (error) {
      stop.abort(error)
    }
  }
  const timer = onStep && setInterval(report, 100)
  try {
    const result = await abortable({ signal }, (run) => trainer.epoch(run))
    const { loss, validation, learningRate, gradientNorm } = result
    checkValidation(validation?.loss, `step ${trainer.progress().steps} of epoch ${epoch}`)
    return { epoch, loss, validation, learningRate, gradientNorm }
  } catch (error) {
    // onStep threw and so stopped the epoch: the caller gets its error, not the abort.
    if (stop.signal.aborted && !options.signal?.aborted) throw stop.signal.reason
    throw error
  } finally {
    clearInterval(timer)
  }
}

/** Early stopping would never find a better value than NaN, and keep the weights of the first epoch without a word. */
function checkValidation(loss = 0, at: string): void {
  if (Number.isFinite(loss)) return
  throw new GatecastError(
    'ERR_NOT_FINITE',
    `Expected the loss of the validation samples to be finite, got ${loss}, after ${at}. The model keeps the ` +
      'weights of the epoch before. Look for very large values in the validation samples, or use a smaller ' +
      'learningRate or clipNorm',
  )
}

const progressOf = (summary: EpochSummary, epochs: number, elapsed: number, ran: number): Progress => ({
  ...summary,
  epochs,
  elapsed,
  remaining: (elapsed / ran) * (epochs - summary.epoch),
})

function earlyStopping({ patience, minDelta = 0, monitor = 'loss' }: Options): EarlyStopping | null {
  if (patience === undefined) return null
  return new EarlyStopping({ patience, minDelta, monitor })
}

type Whole = Options & { epochs: number; seed: number }

function trainerFor(graph: Graph, data: Samples | PiecewiseSamples, options: Whole): Trainer {
  const { batchSize = 32, truncate = 0, samplesPerEpoch = 0 } = options
  if (isPiecewise(data)) {
    const untimed = truncate > 0 && data.timeSteps === undefined
    if (untimed || options.validation !== undefined)
      throw new GatecastError(
        'ERR_RANGE',
        'Expected no validation for samples that come in pieces, and truncate only with their timeSteps, got ' +
          `${untimed ? 'truncate' : 'validation'}. The pieces hold the validation samples themselves`,
      )
    const steps = countSteps(data, countTurns(data, samplesPerEpoch), { batchSize, truncate })
    return new PieceTrainer(graph, trainerOptions(options, samplesPerEpoch, steps), data)
  }
  const { training, validation } =
    typeof options.validation === 'number'
      ? splitSamples(graph.inputs, data, options.validation)
      : { training: data, validation: options.validation ?? null }
  const pieces = truncate > 0 ? Math.ceil(timeSteps(graph.inputs, training) / truncate) : 1
  const samples = Math.min(sampleCount(graph.inputs, training), samplesPerEpoch || Number.POSITIVE_INFINITY)
  const steps = Math.ceil(samples / batchSize) * pieces
  // `samples`, not the option: with more samples than there are, an epoch would have more steps than the schedule
  // counts.
  return graph.trainer(trainerOptions(options, samplesPerEpoch && samples, steps), training, validation)
}

/** @param steps - number of optimiser steps in an epoch */
function trainerOptions(options: Whole, samplesPerEpoch: number, steps: number): TrainerOptions {
  const { batchSize = 32, clipNorm = 0, clipValue = 0, shuffle = true, truncate = 0 } = options
  const { schedule: own, ...optimizer } = options.optimizer ?? adam()
  checkOneSchedule(own, options.schedule)
  return {
    optimizer,
    schedule: inSteps(own ?? options.schedule ?? constantRate(), options.epochs, steps),
    batchSize,
    clipNorm,
    clipValue,
    shuffle,
    seed: options.seed,
    truncate,
    samplesPerEpoch,
    averaging: options.average ? exponent : 0,
    ...defined({ precision: options.precision, threads: options.threads }),
  }
}

/** A schedule is an option of `fit`, or the learning rate of the optimiser, which alone may have a rate of its own. */
function checkOneSchedule(own: Schedule | undefined, given: Schedule | undefined): void {
  if (own && given)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected one schedule, got the option schedule (${given.kind}) and a learningRate that is a schedule (${own.kind}). ` +
        'Leave one of them out',
    )
  if (given?.from === undefined) return
  throw new GatecastError(
    'ERR_RANGE',
    `Expected the option schedule without a rate of its own, got from: ${given.from}. Use the schedule as the ` +
      'learningRate of the optimiser, for example adam({ learningRate: cosineDecay({ from: 1e-3 }) })',
  )
}

function restore(graph: Graph, trainer: Trainer, stopping: EarlyStopping | null, checkpoint: Checkpoint): void {
  const weights = pack(graph.parameters, checkpoint.parameters)
  const state = { ...checkpoint.trainer, weights }
  trainer.restore(state)
  graph.setWeights(weightsOf(state))
  if (stopping && checkpoint.stopping) stopping.restore(checkpoint.stopping, checkpoint.bestWeights)
}
