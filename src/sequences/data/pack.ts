import type { PackedSequences } from '../../addon/index.ts'
import { checkList, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type Pace, pacer } from '../../base/resources/turns.ts'
import type { Sequence } from './sequence.ts'
import { checkValue, type Steps, stepsOf } from './steps.ts'

/**
 * Checks sequences and copies them into one array.
 *
 * @param options.channels - number of channels that a model knows; by default that of the first sequence
 * @throws {GatecastError} `ERR_TYPE`, `ERR_SHAPE`, `ERR_DATA`, `ERR_NOT_FINITE` naming the sequence; `ABORT_ERR`
 */
export async function packSequences(
  sequences: readonly Sequence[],
  options: { channels?: number; signal?: AbortSignal | undefined } = {},
): Promise<PackedSequences> {
  const all = readAll(sequences, options.channels)
  const [{ channels }] = all
  const pace = pacer(options.signal)
  const offsets = new Uint32Array(all.length + 1)
  for (let i = 0; i < all.length; i++) offsets[i + 1] = offsets[i] + all[i].steps
  const values = new Float64Array(offsets[all.length] * channels)
  for (let i = 0; i < all.length; i++) {
    await copySequence(all[i], `sequence ${i}`, values.subarray(offsets[i] * channels), pace)
    await pace()
  }
  return { channels, offsets, values }
}

/**
 * A copy of sequences as tensors in double precision, so that the caller may change them during a long run.
 *
 * @throws {GatecastError} as `packSequences`
 */
export async function copyOfSequences(sequences: readonly Sequence[], signal?: AbortSignal): Promise<Sequence[]> {
  const { channels, offsets, values } = await packSequences(sequences, { signal })
  return Array.from({ length: offsets.length - 1 }, (_, i) => ({
    shape: [offsets[i + 1] - offsets[i], channels],
    data: values.subarray(offsets[i] * channels, offsets[i + 1] * channels),
  }))
}

/** Number of steps between two looks at the clock. */
const piece = 4096

async function copySequence(sequence: Steps, name: string, target: Float64Array, pace: Pace): Promise<void> {
  let known = 0
  for (let step = 0; step < sequence.steps; step++) {
    for (let channel = 0; channel < sequence.channels; channel++) {
      const value = checkValue(sequence.at(step, channel), () => `${name} at step ${step}, channel ${channel}`)
      if (!Number.isNaN(value)) known++
      target[step * sequence.channels + channel] = value
    }
    if (step % piece === piece - 1) await pace()
  }
  if (known === 0)
    throw new GatecastError('ERR_DATA', `Expected a value in ${name}, got only missing ones. Leave out this sequence`)
}

function readAll(sequences: readonly Sequence[], known: number | undefined): Steps[] {
  if (typeof sequences === 'object' && sequences !== null && 'sequences' in sequences)
    throw new GatecastError('ERR_TYPE', 'Expected a list of sequences, got a set. Use set.sequences')
  checkList('sequences', sequences)
  if (sequences.length === 0) throw new GatecastError('ERR_DATA', 'Expected at least one sequence, got none')
  const all = Array.from(sequences, (sequence, i) => stepsOf(`sequence ${i}`, sequence))
  const expected = known ?? all[0].channels
  const like = known === undefined ? 'as in sequence 0' : 'as the sequences of fit have'
  all.forEach(({ channels }, i) => {
    if (channels === expected) return
    throw new GatecastError('ERR_SHAPE', `Expected ${expected} channels in sequence ${i}, ${like}, got ${channels}`)
  })
  const steps = all.reduce((sum, { steps }) => sum + steps, 0)
  if (steps * expected >= 2 ** 32)
    throw new GatecastError(
      'ERR_MEMORY',
      `Expected fewer than ${2 ** 32} values in all sequences, got ${shown(steps * expected)}`,
    )
  return all
}
