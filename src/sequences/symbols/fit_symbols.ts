import { bitsOfSequences } from './calibration.ts'
import type { Alphabet } from './data/alphabet.ts'
import { countSequences, type Encoded, pickSequences } from './data/encoded.ts'
import { learnAlphabet } from './data/read_sequences.ts'
import type { LearnedSymbols } from './kind.ts'
import { shuffled } from './network/pieces.ts'
import { kindOf, type SymbolSettings } from './options.ts'
import type { SymbolFitOptions, SymbolFitReport } from './results/fit_results.ts'

/** What a model has learned. */
export interface FittedSymbols {
  readonly alphabet: Alphabet
  readonly learned: LearnedSymbols
  /** Bits per symbol of the held-out sequences, rising; null if none were held out. */
  readonly scores: Float64Array | null
}

/** With fewer sequences, none are held out. */
const fewestToHoldOut = 10

export async function fitSymbols(
  sequences: readonly unknown[],
  settings: SymbolSettings,
  options: SymbolFitOptions,
): Promise<{ fitted: FittedSymbols; report: Omit<SymbolFitReport, 'seconds'> }> {
  const { heldOut: share = 0.1, ...training } = options
  const { symbols, ends, unknown, kind, own, seed } = settings
  const reading = { form: symbols, ends, unknown: unknown === 'allow' }
  const { alphabet, data } = await learnAlphabet(sequences, reading, options.signal)
  const parts = split(data, share, seed)
  const learning = { ...parts, size: alphabet.size }
  const { learned, epochs } = await kindOf(kind).learn(learning, own, { ...training, heldOut: share, seed })
  const { heldOut } = parts
  const { threads, signal } = options
  const logs = heldOut && (await learned.score(heldOut, { threads, signal }))
  const scores = heldOut && logs && bitsOfSequences(heldOut, logs).sort()
  const steps = data.ids.length - (ends ? countSequences(data) : 0)
  const report = {
    epochs,
    sequences: countSequences(parts.training),
    symbols: steps,
    heldOut: heldOut ? countSequences(heldOut) : 0,
  }
  return { fitted: { alphabet, learned, scores }, report }
}

function split(data: Encoded, share: number, seed: number): { training: Encoded; heldOut: Encoded | null } {
  const count = countSequences(data)
  // A large share leaves one sequence to learn from.
  const held = count < fewestToHoldOut ? 0 : Math.min(count - 1, Math.round(share * count))
  if (held === 0) return { training: data, heldOut: null }
  const order = shuffled(
    Array.from({ length: count }, (_, sequence) => sequence),
    seed,
  )
  return {
    training: pickSequences(
      data,
      order.slice(held).sort((a, b) => a - b),
    ),
    heldOut: pickSequences(data, order.slice(0, held)),
  }
}
