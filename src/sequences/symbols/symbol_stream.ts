import type { CallOptions } from '../../base/abort.ts'
import { GatecastError } from '../../base/error.ts'
import { optionsOf } from '../../base/options/options.ts'
import { callChecks } from './call_checks.ts'
import type { Alphabet } from './data/alphabet.ts'
import { type SequenceSymbol, type SymbolForm, symbolsOf } from './data/symbol_form.ts'
import type { SymbolReader } from './kind.ts'
import { NextSymbols } from './results/next_symbols.ts'

/** The answer of a stream to a symbol. */
export interface StreamStep {
  /** Natural logarithm of the probability of the symbol after those before it. */
  readonly logProbability: number
  /** Natural logarithm of the probability of all symbols so far. */
  readonly total: number
  /** What may come after the symbol. */
  readonly next: NextSymbols
}

/** Reads a sequence symbol by symbol, and keeps the state of the model in between. Made by `model.stream()`. */
export class SymbolStream {
  readonly #alphabet: Alphabet
  readonly #form: SymbolForm
  readonly #reader: SymbolReader
  #logs: Float64Array | null = null
  #total = 0
  #place = 0
  #running: Promise<unknown> = Promise.resolve()

  /** @internal */
  constructor(alphabet: Alphabet, form: SymbolForm, reader: SymbolReader) {
    this.#alphabet = alphabet
    this.#form = form
    this.#reader = reader
  }

  /**
   * Reads one symbol. Calls run one after another, in the order in which they were made.
   *
   * @param symbol - a character, a token or a state
   * @returns the log probability of the symbol, and what may come next
   * @throws {GatecastError} `ERR_TYPE` unless it is one symbol; `ERR_DATA` for an unknown symbol; `ABORT_ERR`. After an
   * error the stream is as before the call
   * @example
   * const stream = model.stream()
   * for (const character of 'to be') console.log((await stream.push(character)).logProbability)
   */
  async push(symbol: SequenceSymbol, options: CallOptions = {}): Promise<StreamStep> {
    const call = optionsOf('push', options, callChecks)
    const step = this.#running.then(() => this.#push(symbol, call))
    this.#running = step.catch(() => {})
    return step
  }

  /**
   * What may come next, before the first symbol or after those so far.
   *
   * @returns the probabilities of symbols and end
   * @throws {GatecastError} `ABORT_ERR`
   * @example
   * console.log((await model.stream().next()).symbols[0])
   */
  async next(options: CallOptions = {}): Promise<NextSymbols> {
    const call = optionsOf('next', options, callChecks)
    const next = this.#running.then(async () => new NextSymbols(this.#alphabet, await this.#latest(call)))
    this.#running = next.catch(() => {})
    return next
  }

  async #push(symbol: SequenceSymbol, options: CallOptions): Promise<StreamStep> {
    const id = this.#idOf(symbol)
    const before = await this.#latest(options)
    this.#logs = await this.#reader.read(Int32Array.of(id), options)
    this.#total += before[id]
    this.#place++
    return { logProbability: before[id], total: this.#total, next: new NextSymbols(this.#alphabet, this.#logs) }
  }

  async #latest(options: CallOptions): Promise<Float64Array> {
    this.#logs ??= await this.#reader.read(new Int32Array(), options)
    return this.#logs
  }

  #idOf(symbol: SequenceSymbol): number {
    const symbols = [...symbolsOf(this.#form, this.#form === 'characters' ? symbol : [symbol], 'the symbol')]
    if (symbols.length !== 1)
      throw new GatecastError(
        'ERR_TYPE',
        `Expected one symbol, got ${symbols.length}. Push the symbols one after another: for (const symbol of sequence)`,
      )
    return this.#alphabet.idOf(symbols[0], this.#place, 'the stream')
  }
}
