// The model file: safetensors with the parameters by name; its metadata hold Program, seed and versions. A checkpoint
// is such a file with more arrays, the state of training. Their names begin with #, which no name of a parameter
// contains.

import type { ProgramData, Tensor, Tensors } from '../../addon/index.ts'
import { isFloat32Array } from '../../base/brand.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { count, objectOf } from '../../base/options/stored.ts'
import { readStored, type StoredForm, writeStored } from './stored_file.ts'

const form: StoredForm = { format: 'gatecast', version: 1 }

export interface StoredModel {
  program: ProgramData
  seed: number
  parameters: Tensors
  /** `null` in a model file that is not a checkpoint. */
  training: StoredTraining | null
}

export interface StoredTraining {
  /** Counters, early stopping and history, as JSON. */
  state: unknown
  /** Moments and best weights, each as long as all weights together. */
  arrays: Record<string, Float32Array>
}

const checkConfiguration = objectOf<Pick<StoredModel, 'seed'>>({ seed: count(0, Number.MAX_SAFE_INTEGER) })

export async function writeModel(path: string, { program, seed, parameters, training }: StoredModel): Promise<void> {
  const arrays = Object.entries(training?.arrays ?? {})
  await writeStored(path, form, {
    tensors: {
      ...parameters,
      ...Object.fromEntries(arrays.map(([name, data]) => [`#${name}`, { shape: [data.length], data }])),
    },
    metadata: {
      program: JSON.stringify(program),
      configuration: JSON.stringify({ seed }),
      ...defined({ training: training ? JSON.stringify(training.state) : undefined }),
    },
  })
}

/** Reads a model file or a checkpoint, and makes something of it: see {@link readStored}. */
export function readModel<Made>(path: string, make: (stored: StoredModel) => Made | Promise<Made>): Promise<Made> {
  return readStored(path, form, ({ tensors, metadata, json }) => {
    const entries = Object.entries(tensors)
    const arrays = entries.filter(([name]) => name.startsWith('#')).map(([name, one]) => [name.slice(1), flat(one)])
    const configuration = json('configuration')
    checkConfiguration('configuration', configuration)
    return make({
      program: json('program') as ProgramData,
      seed: (configuration as { seed: number }).seed,
      parameters: Object.fromEntries(entries.filter(([name]) => !name.startsWith('#'))),
      training:
        metadata.training === undefined ? null : { state: json('training'), arrays: Object.fromEntries(arrays) },
    })
  })
}

function flat({ shape, data }: Tensor): Float32Array {
  if (shape.length === 1 && isFloat32Array(data) && data.every(Number.isFinite)) return data
  throw new GatecastError(
    'ERR_FILE',
    'Expected the arrays of a checkpoint to be finite float32 numbers in one dimension, got ' +
      `a ${data.constructor.name} of shape [${shape.join(', ')}], or NaN or infinity in it`,
  )
}
