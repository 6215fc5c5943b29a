// The file of a sequence model: a safetensors file. The tensors hold weights or counts; the metadata hold kind, options,
// symbols and the calibration.

import { checkText } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { version } from '../../base/version.ts'
import { readSafetensors, writeSafetensors } from '../../nn/index.ts'
import { Alphabet } from './data/alphabet.ts'
import type { SequenceSymbol, SymbolForm } from './data/symbol_form.ts'
import type { FittedSymbols } from './fit_symbols.ts'
import { kindOf, type SymbolSettings, settingsOf } from './options.ts'

const format = 'gatecast-sequence-model'
/** Version of this layout. It changes when an older reader would misread a new file. */
const formatVersion = 1

interface Configuration {
  readonly options: Record<string, unknown> & { symbols: SymbolForm }
  readonly symbols: readonly SequenceSymbol[]
  readonly scores: readonly number[] | null
}

export async function writeSequenceModel(path: string, settings: SymbolSettings, fitted: FittedSymbols): Promise<void> {
  checkText('path', path)
  const { own, ...common } = settings
  const configuration = {
    options: { ...common, ...own },
    symbols: fitted.alphabet.symbols,
    scores: fitted.scores && [...fitted.scores],
  }
  await writeSafetensors(path, {
    tensors: fitted.learned.toState().tensors,
    metadata: {
      format,
      format_version: `${formatVersion}`,
      library_version: version,
      configuration: JSON.stringify(configuration),
    },
  })
}

/** @throws {GatecastError} `ERR_FILE` if the file is broken, holds no sequence model, or has another format version */
export async function readSequenceModel(path: string): Promise<{ options: object; fitted: FittedSymbols }> {
  checkText('path', path)
  const { tensors, metadata } = await readSafetensors(path)
  const fail = (message: string): never => {
    throw new GatecastError('ERR_FILE', `"${path}": ${message}`)
  }
  if (metadata.format !== format) fail('Expected a sequence model written by gatecast, got other tensors')
  if (Number(metadata.format_version) !== formatVersion)
    fail(
      `Expected format version ${formatVersion}, got ${metadata.format_version}, written by gatecast ` +
        `${metadata.library_version}. Use that version or a later one`,
    )
  try {
    const { options, symbols, scores } = JSON.parse(metadata.configuration) as Configuration
    const { kind, ends, unknown, own } = settingsOf(options)
    if (!isAlphabet(symbols) || !(scores === null || isScores(scores)))
      throw new Error('its symbols or scores are broken')
    const alphabet = new Alphabet(symbols, { ends, unknown: unknown === 'allow' })
    const learned = await kindOf(kind).fromState({ config: null, tensors }, own, alphabet.size)
    return { options, fitted: { alphabet, learned, scores: scores && Float64Array.from(scores) } }
  } catch (cause) {
    throw new GatecastError(
      'ERR_FILE',
      `"${path}": Expected a whole sequence model, got: ${(cause as Error).message}`,
      {
        cause,
      },
    )
  }
}

const isAlphabet = (symbols: unknown): boolean =>
  Array.isArray(symbols) &&
  symbols.length > 0 &&
  new Set(symbols).size === symbols.length &&
  symbols.every((symbol) => typeof symbol === 'string' || Number.isSafeInteger(symbol))

const isScores = (scores: unknown): boolean =>
  Array.isArray(scores) && scores.every((score) => typeof score === 'number' && Number.isFinite(score))
