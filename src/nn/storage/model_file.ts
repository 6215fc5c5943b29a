// The model file: safetensors with the parameters by name; its metadata hold Program, seed and versions. A checkpoint
// is such a file with more arrays, the state of training. Their names begin with #, which no name of a parameter
// contains.

import type { ProgramData, Tensor, Tensors } from '../../addon/index.ts'
import { isFloat32Array } from '../../base/brand.ts'
import { shown } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { version } from '../../base/version.ts'
import { readSafetensors } from './safetensors.ts'
import { writeSafetensors } from './write_safetensors.ts'

/** Version of this layout. It changes when an older reader would misread a new file. */
const formatVersion = 1

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

export async function writeModel(path: string, { program, seed, parameters, training }: StoredModel): Promise<void> {
  checkPath(path)
  const arrays = Object.entries(training?.arrays ?? {})
  await writeSafetensors(path, {
    tensors: {
      ...parameters,
      ...Object.fromEntries(arrays.map(([name, data]) => [`#${name}`, { shape: [data.length], data }])),
    },
    metadata: {
      format: 'gatecast',
      format_version: `${formatVersion}`,
      library_version: version,
      program: JSON.stringify(program),
      configuration: JSON.stringify({ seed }),
      ...defined({ training: training ? JSON.stringify(training.state) : undefined }),
    },
  })
}

export async function readModel(path: string): Promise<StoredModel> {
  checkPath(path)
  const { tensors, metadata } = await readSafetensors(path)
  const fail = (message: string): never => {
    throw new GatecastError('ERR_FILE', `"${path}": ${message}`)
  }
  if (metadata.format !== 'gatecast')
    fail('Expected a model written by gatecast, got other tensors. Read them with readSafetensors(path)')
  if (Number(metadata.format_version) !== formatVersion)
    fail(
      `Expected format version ${formatVersion}, got ${metadata.format_version}, written by gatecast ` +
        `${metadata.library_version}. Use that version or a later one`,
    )
  const parse = (key: string): unknown => {
    try {
      return JSON.parse(metadata[key])
    } catch {
      return fail(`Expected ${key} in the metadata to be JSON, got ${shown(metadata[key])}`)
    }
  }
  const entries = Object.entries(tensors)
  const arrays = entries.filter(([name]) => name.startsWith('#')).map(([name, tensor]) => [name.slice(1), flat(tensor)])
  const seed = (parse('configuration') as { seed?: unknown } | null)?.seed
  if (!Number.isSafeInteger(seed)) fail(`Expected a seed in the configuration, got ${seed}`)
  return {
    program: parse('program') as ProgramData,
    seed: seed as number,
    parameters: Object.fromEntries(entries.filter(([name]) => !name.startsWith('#'))),
    training: metadata.training === undefined ? null : { state: parse('training'), arrays: Object.fromEntries(arrays) },
  }
}

function flat({ shape, data }: Tensor): Float32Array {
  if (shape.length === 1 && isFloat32Array(data) && data.every(Number.isFinite)) return data
  throw new GatecastError(
    'ERR_FILE',
    'Expected the arrays of a checkpoint to be finite float32 numbers in one dimension, got ' +
      `a ${data.constructor.name} of shape [${shape.join(', ')}], or NaN or infinity in it`,
  )
}

function checkPath(path: string): void {
  if (typeof path !== 'string')
    throw new GatecastError('ERR_TYPE', `Expected path to be the path of a file, got ${shown(path)}`)
}
