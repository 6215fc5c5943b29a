import { checkChoice, checkObject } from '../../base/check.ts'
import { checkFields, choice, type Fields, flag, whole, withDefaults } from '../../base/options/fields.ts'
import type { SymbolForm } from './data/symbol_form.ts'
import { symbolForms } from './data/symbol_form.ts'
import type { SymbolKind } from './kind.ts'
import {
  type MarkovOptions,
  type NGramOptions,
  type RecurrentSymbolOptions,
  symbolKinds,
  type TransformerSymbolOptions,
} from './kinds/index.ts'

/** Options of every kind of sequence model. */
export interface CommonSymbolOptions<F extends SymbolForm> {
  /**
   * What the symbols are. `'characters'`: a sequence is a text, its symbols are Unicode code points. `'tokens'`: a
   * sequence is an array of texts, or a text that is split at white space. `'states'`: a sequence is an array of texts or
   * of whole numbers.
   */
  symbols: F
  /**
   * Whether a sequence ends with a symbol of its own, which is predicted like the others; default true. With false, a
   * sequence may end anywhere, for example if it is a part of a longer one.
   */
  ends?: boolean
  /**
   * What happens with symbols that `fit` has not seen: an error names them (`'refuse'`, default), or they form one class
   * (`'allow'`). The model learns the probability of this class from the symbols that occur once in the data of `fit`. If
   * there are none, the class is as good as impossible for a network.
   */
  unknown?: 'refuse' | 'allow'
  /** Seed of the first weights, of shuffling and of the choice of held-out sequences; default 0. */
  seed?: number
}

/** Options of `sequenceModel`: those of every kind, and those of the chosen kind. */
export type SequenceModelOptions<F extends SymbolForm> = CommonSymbolOptions<F> &
  (
    | ({ kind?: 'gru' | 'lstm' } & RecurrentSymbolOptions)
    | ({ kind: 'transformer' } & TransformerSymbolOptions)
    | ({ kind: 'nGram' } & NGramOptions)
    | ({ kind: 'markov' } & MarkovOptions)
  )

/** Checked options, with defaults. */
export interface SymbolSettings {
  readonly symbols: SymbolForm
  readonly kind: string
  readonly ends: boolean
  readonly unknown: 'refuse' | 'allow'
  readonly seed: number
  /** Options of the kind. */
  readonly own: object
}

const kindNames = symbolKinds.map(({ name }) => name)

const common: Fields = {
  symbols: choice({ of: symbolForms, required: true, help: 'what the symbols are' }),
  kind: choice({ of: kindNames, default: symbolKinds[0].name, help: 'the method' }),
  ends: flag({ default: true, help: 'whether the end of a sequence is predicted' }),
  unknown: choice({ of: ['refuse', 'allow'], default: 'refuse', help: 'what happens with new symbols' }),
  seed: whole({ min: 0, default: 0, help: 'seed of everything random' }),
}

/** @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option */
export function settingsOf(options: object): SymbolSettings {
  checkObject('the options of sequenceModel', options)
  const name = (options as { kind?: unknown }).kind ?? symbolKinds[0].name
  const kind = kindOf(checkChoice('kind', name, kindNames))
  const fields = { ...common, ...kind.options }
  checkFields(`a sequence model of kind ${kind.name}`, fields, options)
  const all = withDefaults(fields, options) as Record<string, unknown>
  const own = Object.fromEntries(Object.keys(kind.options).map((option) => [option, all[option]]))
  kind.checkTogether?.(own)
  const { symbols, ends, unknown, seed } = all as unknown as SymbolSettings
  return { symbols, kind: kind.name, ends, unknown, seed, own }
}

export const kindOf = (name: string): SymbolKind => symbolKinds.find((kind) => kind.name === name) as SymbolKind
