import { shown } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import { pacer } from '../../../base/resources/turns.ts'
import { Alphabet, bySymbol } from './alphabet.ts'
import type { Encoded } from './encoded.ts'
import { type SequenceSymbol, type SymbolForm, symbolsOf } from './symbol_form.ts'

/** Whole numbers in an array that grows. */
class Numbers {
  #data = new Int32Array(1024)
  length = 0

  push(value: number): void {
    if (this.length === this.#data.length) {
      const larger = new Int32Array(2 * this.length)
      larger.set(this.#data)
      this.#data = larger
    }
    this.#data[this.length++] = value
  }

  values(): Int32Array {
    return this.#data.slice(0, this.length)
  }
}

export interface Reading {
  readonly form: SymbolForm
  /** Whether the end of a sequence counts. */
  readonly ends: boolean
  /** Whether symbols that occur once make up a class of unknown symbols. */
  readonly unknown: boolean
}

/** One text stands for a list with this text. */
export function listOf(form: SymbolForm, sequences: unknown): readonly unknown[] {
  if (typeof sequences === 'string' && form !== 'states') return [sequences]
  if (!Array.isArray(sequences))
    throw new GatecastError(
      'ERR_TYPE',
      `Expected an array of sequences${form === 'states' ? '' : ' or one text'}, got ${shown(sequences)}`,
    )
  if (sequences.length === 0) throw new GatecastError('ERR_DATA', 'Expected at least one sequence, got an array of 0')
  // ['a', 'rose'] could be one sequence of two words or two sequences of one word.
  if (form === 'tokens' && sequences.every((text) => typeof text === 'string' && !/\S\s+\S/.test(text)))
    throw new GatecastError(
      'ERR_TYPE',
      `Expected texts of several words or arrays of words, got an array of ${sequences.length} single words. Give one ` +
        'sequence as [words], and sequences of one word as words.map((word) => [word])',
    )
  return sequences
}

/**
 * Finds the symbols of all sequences and numbers them.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_DATA` naming the sequence and the symbol
 */
export async function learnAlphabet(
  sequences: readonly unknown[],
  reading: Reading,
  signal?: AbortSignal,
): Promise<{ alphabet: Alphabet; data: Encoded }> {
  const found = new Map<SequenceSymbol, number>()
  const counts: number[] = []
  const number = (symbol: SequenceSymbol): number => {
    const known = found.get(symbol) ?? found.size
    if (known === found.size) found.set(symbol, known)
    counts[known] = (counts[known] ?? 0) + 1
    return known
  }
  const raw = await encode(sequences, reading.form, number, null, signal)
  const symbols = [...found.keys()]
  const kept = symbols.filter((_, id) => !reading.unknown || counts[id] > 1).sort(bySymbol)
  checkSymbols(symbols, kept)
  const alphabet = new Alphabet(kept, reading)
  const renumbered = Int32Array.from(symbols, (symbol) => alphabet.find(symbol) as number)
  const pace = pacer(signal)
  const { end } = alphabet
  const count = raw.offsets.length - 1
  const ids = new Int32Array(raw.ids.length + (end === null ? 0 : count))
  const offsets = new Uint32Array(count + 1)
  let next = 0
  for (let sequence = 0; sequence < count; sequence++) {
    for (let i = raw.offsets[sequence]; i < raw.offsets[sequence + 1]; i++) {
      ids[next++] = renumbered[raw.ids[i]]
      if ((i & 8191) === 0) await pace()
    }
    if (end !== null) ids[next++] = end
    offsets[sequence + 1] = next
  }
  return { alphabet, data: { ids, offsets } }
}

/**
 * Numbers the symbols of sequences by a known alphabet.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_DATA` naming the sequence and the symbol
 */
export function encodeBy(
  alphabet: Alphabet,
  sequences: readonly unknown[],
  form: SymbolForm,
  signal?: AbortSignal,
): Promise<Encoded> {
  const number = (symbol: SequenceSymbol, place: number, where: string) => alphabet.idOf(symbol, place, where)
  return encode(sequences, form, number, alphabet.end, signal)
}

async function encode(
  sequences: readonly unknown[],
  form: SymbolForm,
  number: (symbol: SequenceSymbol, place: number, where: string) => number,
  end: number | null,
  signal: AbortSignal | undefined,
): Promise<Encoded> {
  const pace = pacer(signal)
  const ids = new Numbers()
  const offsets = new Uint32Array(sequences.length + 1)
  for (let sequence = 0; sequence < sequences.length; sequence++) {
    const where = sequences.length === 1 ? 'the sequence' : `sequence ${sequence}`
    let place = 0
    for (const symbol of symbolsOf(form, sequences[sequence], where)) {
      ids.push(number(symbol, place++, where))
      if ((ids.length & 1023) === 0) await pace()
    }
    if (place === 0)
      throw new GatecastError('ERR_DATA', `Expected ${where} to hold at least one symbol, got none. Leave it out`)
    if (end !== null) ids.push(end)
    offsets[sequence + 1] = ids.length
  }
  return { ids: ids.values(), offsets }
}

function checkSymbols(symbols: readonly SequenceSymbol[], kept: readonly SequenceSymbol[]): void {
  if (symbols.some((symbol) => typeof symbol === 'number') && symbols.some((symbol) => typeof symbol === 'string'))
    throw new GatecastError(
      'ERR_TYPE',
      `Expected all states to be texts or all to be whole numbers, got both: ${shown(symbols.find((symbol) => typeof symbol === 'number'))} ` +
        `and ${shown(symbols.find((symbol) => typeof symbol === 'string'))}`,
    )
  if (symbols.length < 2)
    throw new GatecastError(
      'ERR_DATA',
      `Expected at least two different symbols to learn from, got ${shown(symbols[0])} alone`,
    )
  if (kept.length === 0)
    throw new GatecastError(
      'ERR_DATA',
      `Expected symbols that occur more than once, got ${symbols.length} symbols that occur once. Give more ` +
        "sequences, or leave out unknown: 'allow'",
    )
}
