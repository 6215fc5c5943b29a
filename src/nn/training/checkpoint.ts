import type { ProgramData, Tensors, TrainerState } from '../../addon/index.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { count, finite, listOf, objectOf, orNull, recordOf } from '../../base/options/stored.ts'
import { readModel, type StoredModel, writeModel } from '../storage/model_file.ts'
import type { EarlyStopping, EarlyStoppingState } from './early_stopping.ts'
import type { EpochSummary } from './fit_options.ts'

/** The state of a fit, in JSON, without weights and moments. */
interface TrainingState {
  epoch: number
  step: number
  seed: number
  moments: number
  stopping: EarlyStoppingState | null
  epochs: EpochSummary[]
}

export interface Checkpoint {
  trainer: Omit<TrainerState, 'weights'>
  parameters: Tensors
  /** Seed of shuffling and dropout. */
  seed: number
  epochs: EpochSummary[]
  stopping: EarlyStoppingState | null
  bestWeights: Float32Array | null
}

export async function writeCheckpoint(
  path: string,
  model: { program: ProgramData; seed: number; parameters: Tensors },
  training: { trainer: TrainerState; seed: number; epochs: EpochSummary[]; stopping: EarlyStopping | null },
): Promise<void> {
  const { trainer, seed, epochs, stopping } = training
  const { epoch, step, moments } = trainer
  const state: TrainingState = {
    epoch,
    step,
    seed,
    moments: moments.length,
    stopping: stopping?.state ?? null,
    epochs,
  }
  const arrays = Object.fromEntries(moments.map((moment, i) => [`moment${i}`, moment]))
  const { average } = trainer
  const best = stopping?.bestWeights ?? undefined
  await writeModel(path, { ...model, training: { state, arrays: { ...arrays, ...defined({ average, best }) } } })
}

/** @throws {GatecastError} `ERR_FILE` if the file is not a checkpoint, `ERR_DATA` if it belongs to another model */
export async function readCheckpoint(path: string, program: ProgramData): Promise<Checkpoint> {
  const { stored, checkpoint } = await readModel(path, (stored) => ({ stored, checkpoint: checkpointOf(stored) }))
  if (JSON.stringify(stored.program) === JSON.stringify(program)) return checkpoint
  throw new GatecastError(
    'ERR_DATA',
    `Expected "${path}" to be a checkpoint of this model, got a checkpoint of another Program`,
  )
}

function checkpointOf({ training, parameters }: StoredModel): Checkpoint {
  if (!training) throw new GatecastError('ERR_FILE', 'Expected a checkpoint, got a model without a training state')
  checkState('training', training.state)
  const { epoch, step, seed, moments, epochs, stopping } = training.state as TrainingState
  const { average, best, ...others } = training.arrays
  const names = Array.from({ length: moments }, (_, i) => `moment${i}`)
  const weights = Object.values(parameters).reduce((sum, { data }) => sum + data.length, 0)
  for (const name of new Set([...names, ...Object.keys(training.arrays)]))
    if (training.arrays[name]?.length !== weights || (name in others && !names.includes(name)))
      throw new GatecastError(
        'ERR_FILE',
        `Expected the arrays ${[...names, 'average', 'best'].join(', ')} of ${weights} numbers each, got ` +
          `${training.arrays[name]?.length ?? 'none'} in "${name}"`,
      )
  if (epochs.length !== epoch)
    throw new GatecastError('ERR_FILE', `Expected the history of ${epoch} epochs, got one of ${epochs.length}`)
  return {
    trainer: { epoch, step, ...defined({ average }), moments: names.map((name) => others[name]) },
    parameters,
    seed,
    epochs,
    stopping,
    bestWeights: best ?? null,
  }
}

const whole = count(0, Number.MAX_SAFE_INTEGER)

const checkState = objectOf<TrainingState>({
  epoch: whole,
  step: whole,
  seed: whole,
  moments: count(0, 2),
  stopping: orNull(objectOf<EarlyStoppingState>({ best: orNull(finite), bestEpoch: whole, waited: whole })),
  epochs: listOf(
    objectOf<EpochSummary>({
      epoch: whole,
      loss: finite,
      // JSON writes a number that is not finite as null.
      validation: orNull(recordOf(orNull(finite))),
      learningRate: finite,
      gradientNorm: orNull(finite),
    }),
  ),
})
