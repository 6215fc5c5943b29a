// The file of a sequence model: a safetensors file. The tensors hold weights or counts; the metadata hold kind, options,
// symbols and the calibration.

import { checkObject, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { finite, listOf, objectOf, orNull, type StoredCheck } from '../../base/options/stored.ts'
import { readStored, type StoredForm, writeStored } from '../../nn/storage/stored_file.ts'
import { Alphabet } from './data/alphabet.ts'
import type { SequenceSymbol, SymbolForm } from './data/symbol_form.ts'
import type { FittedSymbols } from './fit_symbols.ts'
import { kindOf, type SymbolSettings, settingsOf } from './options.ts'

const form: StoredForm = { format: 'gatecast-sequence-model', version: 1 }

interface Configuration {
  readonly options: Record<string, unknown> & { symbols: SymbolForm }
  readonly symbols: readonly SequenceSymbol[]
  readonly scores: readonly number[] | null
}

const symbol: StoredCheck = (name, value) => {
  if (typeof value === 'string' || Number.isSafeInteger(value)) return
  throw new GatecastError('ERR_TYPE', `Expected ${name} to be a text or a whole number, got ${shown(value)}`)
}

/** Options are checked as those of `sequenceModel`. */
const checkConfiguration = objectOf<Configuration>({
  options: checkObject,
  symbols: (name, value) => {
    listOf(symbol, { atLeast: 1 })(name, value)
    if (new Set(value as SequenceSymbol[]).size === (value as SequenceSymbol[]).length) return
    throw new GatecastError('ERR_RANGE', `Expected ${name} to differ, got one twice`)
  },
  scores: orNull((name, value) => {
    listOf(finite, { atLeast: 1 })(name, value)
    const falls = (value as number[]).findIndex((score, i, all) => score < all[i - 1])
    if (falls > 0) throw new GatecastError('ERR_RANGE', `Expected rising ${name}, got a fall at index ${falls}`)
  }),
})

export async function writeSequenceModel(path: string, settings: SymbolSettings, fitted: FittedSymbols): Promise<void> {
  const { own, ...common } = settings
  const configuration = {
    options: { ...common, ...own },
    symbols: fitted.alphabet.symbols,
    scores: fitted.scores && [...fitted.scores],
  }
  const metadata = { configuration: JSON.stringify(configuration) }
  await writeStored(path, form, { tensors: fitted.learned.toState().tensors, metadata })
}

/** @throws {GatecastError} `ERR_FILE` if the file is broken, holds no sequence model, or has another format version */
export function readSequenceModel(path: string): Promise<{ options: object; fitted: FittedSymbols }> {
  return readStored(path, form, async ({ tensors, json }) => {
    const stored = json('configuration')
    checkConfiguration('configuration', stored)
    const { options, symbols, scores } = stored as Configuration
    const { kind, ends, unknown, own } = settingsOf(options)
    const alphabet = new Alphabet(symbols, { ends, unknown: unknown === 'allow' })
    const learned = await kindOf(kind).fromState({ config: null, tensors }, own, alphabet.size)
    // A reader that cannot read shows that the network and its options do not fit together.
    await learned.reader().read(new Int32Array(), { threads: 1 })
    return { options, fitted: { alphabet, learned, scores: scores && Float64Array.from(scores) } }
  })
}
