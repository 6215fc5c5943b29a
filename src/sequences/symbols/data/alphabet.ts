import { shown } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import type { SequenceSymbol } from './symbol_form.ts'

/**
 * The symbols of a model and their numbers: first the known symbols, then the class of unknown symbols if it is allowed,
 * then the end if it counts. The start has the number `size`: models read it, but never predict it.
 */
export class Alphabet {
  readonly symbols: readonly SequenceSymbol[]
  /** The number of the class of unknown symbols, or null if unknown symbols are refused. */
  readonly unknown: number | null
  /** The number of the end, or null if ends do not count. */
  readonly end: number | null
  /** How many numbers a model predicts. */
  readonly size: number
  readonly #numbers: ReadonlyMap<SequenceSymbol, number>

  constructor(symbols: readonly SequenceSymbol[], { unknown, ends }: { unknown: boolean; ends: boolean }) {
    // Handed out by the model: a change would rename its symbols.
    this.symbols = Object.freeze([...symbols])
    this.unknown = unknown ? symbols.length : null
    this.end = ends ? symbols.length + Number(unknown) : null
    this.size = symbols.length + Number(unknown) + Number(ends)
    this.#numbers = new Map(symbols.map((symbol, id) => [symbol, id]))
  }

  /**
   * The number of a symbol, or `undefined` if it is unknown and unknown symbols are refused.
   *
   * @throws {GatecastError} `ERR_TYPE` for a text if all symbols are numbers, and the other way round: '1' is not 1
   */
  find(symbol: SequenceSymbol): number | undefined {
    return this.#lookUp(symbol) ?? this.#refuseType(symbol, '')
  }

  /**
   * @throws {GatecastError} `ERR_DATA` naming a symbol that is unknown, if these are refused; `ERR_TYPE` as `find`
   */
  idOf(symbol: SequenceSymbol, place: number, where: string): number {
    const id = this.#lookUp(symbol) ?? this.#refuseType(symbol, ` at position ${place} of ${where}`)
    if (id !== undefined) return id
    throw new GatecastError(
      'ERR_DATA',
      `Expected a symbol that fit has seen at position ${place} of ${where}, got ${shown(symbol)}. Leave it out, or ` +
        "make the model with unknown: 'allow'",
    )
  }

  #lookUp(symbol: SequenceSymbol): number | undefined {
    const isOfType = typeof symbol === typeof this.symbols[0]
    return this.#numbers.get(symbol) ?? (isOfType ? (this.unknown ?? undefined) : undefined)
  }

  #refuseType(symbol: SequenceSymbol, where: string): undefined {
    const [first] = this.symbols
    if (typeof symbol === typeof first) return undefined
    const [kind, hint] = typeof first === 'number' ? ['whole number', 'Number'] : ['text', 'String']
    throw new GatecastError(
      'ERR_TYPE',
      `Expected a ${kind}, as the symbols of fit are${where}, got ${shown(symbol)}. Convert it with ${hint}(symbol)`,
    )
  }
}

/** Numbers before texts, numbers by size, texts by code units: the numbers of symbols do not depend on the order of data. */
export const bySymbol = (a: SequenceSymbol, b: SequenceSymbol): number => {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}
