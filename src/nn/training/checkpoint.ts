import type { ProgramData, Tensors, TrainerState } from '../../addon/index.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { readModel, writeModel } from '../storage/model_file.ts'
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
  const stored = await readModel(path)
  if (!stored.training)
    throw new GatecastError('ERR_FILE', `Expected "${path}" to be a checkpoint, got a model without a training state`)
  if (JSON.stringify(stored.program) !== JSON.stringify(program))
    throw new GatecastError(
      'ERR_DATA',
      `Expected "${path}" to be a checkpoint of this model, got a checkpoint of another Program`,
    )
  const { state, arrays } = stored.training
  if (!isTrainingState(state))
    throw new GatecastError('ERR_FILE', `Expected "${path}" to hold a training state, got ${JSON.stringify(state)}`)
  return {
    trainer: {
      epoch: state.epoch,
      step: state.step,
      ...defined({ average: arrays.average }),
      moments: Array.from({ length: state.moments }, (_, i) => arrays[`moment${i}`] ?? new Float32Array(0)),
    },
    parameters: stored.parameters,
    seed: state.seed,
    epochs: state.epochs,
    stopping: state.stopping,
    bestWeights: arrays.best ?? null,
  }
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0

function isTrainingState(value: unknown): value is TrainingState {
  if (typeof value !== 'object' || value === null) return false
  const { epoch, step, seed, moments, stopping, epochs } = value as Partial<TrainingState>
  const counts = [epoch, step, seed, moments].every(isCount) && (moments as number) <= 2
  const stops = stopping === null || (isCount(stopping?.bestEpoch) && isCount(stopping?.waited))
  return counts && stops && Array.isArray(epochs)
}
