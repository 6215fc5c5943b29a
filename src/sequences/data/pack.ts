import { checkList, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { PackedSequences } from './packed.ts'
import type { Sequence } from './sequence.ts'
import { checkValue, type Steps, stepsOf } from './steps.ts'
import { Turn } from './turn.ts'

/** The channels of the sequences that a model learned from. */
export interface Channels {
  readonly count: number
  /**
   * A number for each channel that is subtracted from its values before they are rounded to float32, so that a high
   * level does not hide small changes. 0 for a channel without such a level.
   */
  readonly levels: readonly number[]
}

/** A level is subtracted if it is more than this number of standard deviations. */
const highLevel = 1000

/**
 * Checks sequences and copies them into one array.
 *
 * @param known - the channels that a model knows; by default those of the sequences
 * @throws {GatecastError} `ERR_TYPE`, `ERR_SHAPE`, `ERR_DATA`, `ERR_NOT_FINITE` naming the sequence; `ABORT_ERR`
 */
export async function packSequences(
  sequences: readonly Sequence[],
  options: { known?: Channels; signal?: AbortSignal } = {},
): Promise<{ packed: PackedSequences; channels: Channels }> {
  const all = readAll(sequences, options.known?.count)
  const [{ channels: count }] = all
  const turn = new Turn(options.signal)
  const levels = options.known?.levels ?? (await levelsOf(all, count, turn))
  const offsets = new Uint32Array(all.length + 1)
  for (let i = 0; i < all.length; i++) offsets[i + 1] = offsets[i] + all[i].steps
  const values = new Float32Array(offsets[all.length] * count)
  for (let i = 0; i < all.length; i++) {
    await copySequence(all[i], `sequence ${i}`, levels, values.subarray(offsets[i] * count), turn)
    if (turn.isOver) await turn.next()
  }
  return { packed: { channels: count, offsets, values }, channels: { count, levels } }
}

/** Number of steps between two looks at the clock. */
const piece = 4096

async function copySequence(
  sequence: Steps,
  name: string,
  levels: readonly number[],
  target: Float32Array,
  turn: Turn,
): Promise<void> {
  let known = 0
  for (let step = 0; step < sequence.steps; step++) {
    for (let channel = 0; channel < sequence.channels; channel++) {
      const value = checkValue(sequence.at(step, channel), () => `${name} at step ${step}, channel ${channel}`)
      if (!Number.isNaN(value)) known++
      target[step * sequence.channels + channel] = value - levels[channel]
    }
    if (step % piece === piece - 1 && turn.isOver) await turn.next()
  }
  if (known === 0)
    throw new GatecastError('ERR_DATA', `Expected a value in ${name}, got only missing ones. Leave out this sequence`)
}

function readAll(sequences: readonly Sequence[], known: number | undefined): Steps[] {
  if (typeof sequences === 'object' && sequences !== null && 'sequences' in sequences)
    throw new GatecastError('ERR_TYPE', 'Expected a list of sequences, got a set. Use set.sequences')
  checkList('sequences', sequences)
  if (sequences.length === 0) throw new GatecastError('ERR_DATA', 'Expected at least one sequence, got none')
  const all = sequences.map((sequence, i) => stepsOf(`sequence ${i}`, sequence))
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

/** The mean of each channel whose mean is high, 0 for the others. In double precision, in the order of the sequences. */
async function levelsOf(all: readonly Steps[], count: number, turn: Turn): Promise<number[]> {
  const [n, mean, squares] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  for (const sequence of all)
    for (let step = 0; step < sequence.steps; step++) {
      for (let channel = 0; channel < count; channel++) {
        const value = sequence.at(step, channel)
        // A value of another type is found, and named, when it is copied.
        if (typeof value !== 'number' || !Number.isFinite(value)) continue
        const change = value - mean[channel]
        mean[channel] += change / ++n[channel]
        squares[channel] += change * (value - mean[channel])
      }
      if (step % piece === piece - 1 && turn.isOver) await turn.next()
    }
  return Array.from(mean, (level, channel) =>
    Math.abs(level) > highLevel * Math.sqrt(squares[channel] / n[channel]) ? level : 0,
  )
}
