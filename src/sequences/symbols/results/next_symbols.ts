import type { Alphabet } from '../data/alphabet.ts'
import type { SequenceSymbol } from '../data/symbol_form.ts'

/** A symbol with its probability. */
export interface SymbolProbability {
  /** The symbol. */
  readonly symbol: SequenceSymbol
  /** Its probability, from 0 to 1. */
  readonly probability: number
}

/** What may come next in a sequence. The probabilities of all symbols, of the end and of the unknown add up to 1. */
export class NextSymbols {
  readonly #alphabet: Alphabet
  readonly #logs: Float64Array
  #sorted: readonly SymbolProbability[] | null = null

  /** @internal */
  constructor(alphabet: Alphabet, logs: Float64Array) {
    this.#alphabet = alphabet
    this.#logs = logs
  }

  /** All known symbols, the most likely first. */
  get symbols(): readonly SymbolProbability[] {
    this.#sorted ??= this.#alphabet.symbols
      .map((symbol, id) => ({ symbol, probability: Math.exp(this.#logs[id]) }))
      .sort((a, b) => b.probability - a.probability)
    return this.#sorted
  }

  /** The probability that the sequence ends here; 0 if the model was made with `ends: false`. */
  get end(): number {
    return this.#alphabet.end === null ? 0 : Math.exp(this.#logs[this.#alphabet.end])
  }

  /** The probability of any symbol that the model does not know; 0 unless the model was made with `unknown: 'allow'`. */
  get unknown(): number {
    return this.#alphabet.unknown === null ? 0 : Math.exp(this.#logs[this.#alphabet.unknown])
  }

  /**
   * The probability of one symbol.
   *
   * @param symbol - a character, a token or a state
   * @returns from 0 to 1; for a symbol that the model does not know, that of all unknown symbols together
   * @throws {GatecastError} `ERR_TYPE` for a text if the symbols of the model are numbers, and the other way round
   * @example
   * const next = await model.next('to be or no')
   * console.log(next.probabilityOf('t'))
   */
  probabilityOf(symbol: SequenceSymbol): number {
    const id = this.#alphabet.find(symbol)
    return id === undefined ? 0 : Math.exp(this.#logs[id])
  }
}
