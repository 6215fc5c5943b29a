// How a sequence is given, and what its symbols are.

import { isNumericArray } from '../../../base/brand.ts'
import { shown } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import { pacer, pieceRows } from '../../../base/resources/turns.ts'

/** A symbol: a text, or a whole number for states. */
export type SequenceSymbol = string | number

export const symbolForms = ['characters', 'tokens', 'states'] as const

/** What the symbols of a model are. */
export type SymbolForm = (typeof symbolForms)[number]

/** A sequence: a text; words in an array or a text that is split at white space; states in an array. */
export type SequenceOf<F extends SymbolForm> = F extends 'characters'
  ? string
  : F extends 'tokens'
    ? string | readonly string[]
    : readonly SequenceSymbol[] | Int32Array | Uint8Array | Uint16Array | Uint32Array

/** Several sequences, or a single long text. */
export type SequencesOf<F extends SymbolForm> = (F extends 'states' ? never : string) | readonly SequenceOf<F>[]

interface Form {
  /** What a sequence must be, for messages. */
  readonly expected: string
  fits(sequence: unknown): boolean
  symbols(sequence: never, where: string): Iterable<SequenceSymbol>
}

const forms: Record<SymbolForm, Form> = {
  characters: {
    expected: 'a text',
    fits: (sequence) => typeof sequence === 'string',
    symbols: charactersOf,
  },
  tokens: {
    expected: 'an array of texts, or a text that is split at white space',
    fits: (sequence) => typeof sequence === 'string' || Array.isArray(sequence),
    symbols: tokensOf,
  },
  states: {
    expected: 'an array of texts or of whole numbers',
    fits: (sequence) => Array.isArray(sequence) || isNumericArray(sequence),
    symbols: statesOf,
  },
}

/**
 * The symbols of one sequence.
 *
 * @param where - the sequence, for messages
 * @throws {GatecastError} `ERR_TYPE` for a sequence or a symbol of another kind, `ERR_DATA` for half a character
 */
export function symbolsOf(form: SymbolForm, sequence: unknown, where: string): Iterable<SequenceSymbol> {
  const { expected, fits, symbols } = forms[form]
  if (!fits(sequence))
    throw new GatecastError('ERR_TYPE', `Expected ${where} to be ${expected}, got ${shown(sequence)}`)
  return symbols(sequence as never, where)
}

/** Code points: a character beyond 16 bits is one symbol. */
function* charactersOf(text: string, where: string): Generator<string> {
  let place = 0
  for (const character of text) {
    const code = character.codePointAt(0) as number
    if (code >= 0xd800 && code <= 0xdfff)
      throw new GatecastError(
        'ERR_DATA',
        `Expected whole characters in ${where}, got half of a surrogate pair at character ${place}. Cut the text ` +
          'between code points: Array.from(text)',
      )
    place++
    yield character
  }
}

function* tokensOf(tokens: string | readonly string[], where: string): Generator<string> {
  if (typeof tokens === 'string') {
    for (const [word] of tokens.matchAll(/\S+/g)) yield word
    return
  }
  for (let place = 0; place < tokens.length; place++) {
    const token: unknown = tokens[place]
    if (typeof token !== 'string' || token === '') throw wrongSymbol('a text', token, place, where)
    yield token
  }
}

function* statesOf(states: ArrayLike<SequenceSymbol>, where: string): Generator<SequenceSymbol> {
  for (let place = 0; place < states.length; place++) {
    const state: unknown = states[place]
    const isState = (typeof state === 'string' && state !== '') || Number.isSafeInteger(state)
    if (!isState) throw wrongSymbol('a text or a whole number', state, place, where)
    yield state as SequenceSymbol
  }
}

const wrongSymbol = (expected: string, symbol: unknown, place: number, where: string) =>
  new GatecastError('ERR_TYPE', `Expected symbol ${place} of ${where} to be ${expected}, got ${shown(symbol)}`)

/** The symbols of one sequence as a list, made in turns with other work. */
export async function listSymbols(
  form: SymbolForm,
  sequence: unknown,
  signal: AbortSignal | undefined,
): Promise<SequenceSymbol[]> {
  const symbols: SequenceSymbol[] = []
  const pace = pacer(signal)
  for (const symbol of symbolsOf(form, sequence, 'the sequence')) {
    symbols.push(symbol)
    if (symbols.length % pieceRows === 0) await pace()
  }
  return symbols
}
