import { type CallOptions, checkSignal } from '../../base/abort.ts'
import { isNumericArray } from '../../base/brand.ts'
import { checkNumber, checkNumbers } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { optionsOf } from '../../base/options/options.ts'
import { bitsPerSymbol, shareAsUnlikely, sumOf, thresholdFor } from './calibration.ts'
import { callChecks } from './call_checks.ts'
import type { Encoded } from './data/encoded.ts'
import { encodeBy, listOf } from './data/read_sequences.ts'
import { listSymbols, type SequenceOf, type SequencesOf, type SymbolForm } from './data/symbol_form.ts'
import { type SampleOptions, sampleChecks } from './draw.ts'
import { type FittedSymbols, fitSymbols } from './fit_symbols.ts'
import { type SymbolSettings, settingsOf } from './options.ts'
import { fitChecks, type SymbolFitOptions, type SymbolFitReport } from './results/fit_results.ts'
import { NextSymbols } from './results/next_symbols.ts'
import type { DrawnSequence, LogProbability, Unusualness } from './results/results.ts'
import { sampleSequence } from './sample_sequence.ts'
import { writeSequenceModel } from './stored.ts'
import { SymbolStream } from './symbol_stream.ts'

/**
 * The probability of sequences by the chain rule: p(x1) p(x2 | x1) p(x3 | x1, x2) ... Made by {@link sequenceModel}.
 *
 * Unless the model was made with `ends: false`, the last factor is the probability that the sequence ends after its last
 * symbol. So log probabilities, perplexity and bits per symbol count one step more than there are symbols.
 */
export class SequenceModel<F extends SymbolForm = SymbolForm> {
  readonly #settings: SymbolSettings
  #fitted: FittedSymbols | null

  /** @internal */
  constructor(options: object, fitted: FittedSymbols | null = null) {
    this.#settings = settingsOf(options)
    this.#fitted = fitted
  }

  /** The kind of model, for example `gru`. */
  get kind(): string {
    return this.#settings.kind
  }

  /** The symbols that the model knows, in a fixed order: numbers by size, texts by code units. */
  get symbols(): readonly (string | number)[] {
    return this.#known().alphabet.symbols
  }

  /**
   * Learns from new weights, or counts anew.
   *
   * @param sequences - a list of sequences, or one long text
   * @param options - options of training
   * @returns epochs, counts and seconds
   * @throws {GatecastError} `ERR_TYPE` for a sequence or a symbol of another kind; `ERR_DATA` for an empty sequence, and
   * for fewer than two different symbols; `ERR_RANGE` naming the option; `ABORT_ERR`. After an error the model is as
   * before
   * @example
   * await model.fit(lines, { epochs: 2, onProgress: ({ epoch, bitsPerSymbol }) => console.log(epoch, bitsPerSymbol) })
   */
  async fit(sequences: SequencesOf<F>, options: SymbolFitOptions = {}): Promise<SymbolFitReport> {
    const start = performance.now()
    const checked = optionsOf('fit', options, fitChecks)
    checkSignal(checked.signal)
    const { fitted, report } = await fitSymbols(listOf(this.#settings.symbols, sequences), this.#settings, checked)
    this.#fitted = fitted
    return { ...report, seconds: (performance.now() - start) / 1000 }
  }

  /**
   * The log probability of a sequence, and of each of its steps.
   *
   * @param sequence - a text, or an array of symbols
   * @returns natural logarithms
   * @throws {GatecastError} `ERR_DATA` before `fit`, for an empty sequence, and naming an unknown symbol with its position;
   * `ERR_TYPE`, `ABORT_ERR`
   * @example
   * const { total, steps } = await model.logProbability('to be')
   * console.log(total, steps.length)
   */
  async logProbability(sequence: SequenceOf<F>, options: CallOptions = {}): Promise<LogProbability> {
    const { alphabet, learned } = this.#known()
    const call = optionsOf('logProbability', options, callChecks)
    const data = await this.#encode([sequence], call)
    const steps = await learned.score(data, call)
    const symbols = await listSymbols(this.#settings.symbols, sequence, call.signal)
    return { total: sumOf(steps), steps, symbols: alphabet.end === null ? symbols : [...symbols, null] }
  }

  /**
   * What may come after a sequence.
   *
   * @param sequence - the symbols so far; default none: what a sequence may begin with
   * @returns probabilities, the most likely symbol first
   * @throws {GatecastError} `ERR_DATA` before `fit`, and naming an unknown symbol with its position; `ERR_TYPE`,
   * `ABORT_ERR`
   * @example
   * const { symbols, end } = await model.next('to b')
   * console.log(symbols[0].symbol, symbols[0].probability, end)
   */
  async next(sequence?: SequenceOf<F>, options: CallOptions = {}): Promise<NextSymbols> {
    const { alphabet, learned } = this.#known()
    const call = optionsOf('next', options, callChecks)
    return new NextSymbols(alphabet, await learned.reader().read(await this.#prefix(sequence, call), call))
  }

  /**
   * Draws a sequence, symbol by symbol.
   *
   * @returns the sequence, and whether it ended
   * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option; `ERR_DATA` before `fit`, and naming an unknown
   * symbol of the prompt; `ABORT_ERR`
   * @example
   * const { sequence } = await model.sample({ prompt: 'to ', length: 20, temperature: 0.8, topP: 0.95, seed: 1 })
   */
  async sample(options: SampleOptions & { prompt?: SequenceOf<F> } = {}): Promise<DrawnSequence> {
    const { alphabet, learned } = this.#known()
    const checked = optionsOf('sample', options, sampleChecks)
    const prompt = await this.#prefix(checked.prompt as SequenceOf<F> | undefined, checked)
    return sampleSequence(learned.reader(), alphabet, this.#settings.symbols, prompt, checked)
  }

  /**
   * Bits per symbol: minus the log probability of all sequences, divided by the number of their steps. A model that
   * always gives two symbols the same probability needs 1 bit.
   *
   * @param sequences - a list of sequences, or one long text
   * @returns bits, from 0
   * @throws {GatecastError} as `logProbability`
   * @example
   * console.log(await model.bitsPerSymbol(newLines))
   */
  async bitsPerSymbol(sequences: SequencesOf<F>, options: CallOptions = {}): Promise<number> {
    const { learned } = this.#known()
    const call = optionsOf('bitsPerSymbol', options, callChecks)
    return bitsPerSymbol(await learned.score(await this.#encode(listOf(this.#settings.symbols, sequences), call), call))
  }

  /**
   * Perplexity: 2 to the power of the bits per symbol. A model that always chooses among 8 symbols of the same
   * probability has a perplexity of 8.
   *
   * @param sequences - a list of sequences, or one long text
   * @returns from 1
   * @throws {GatecastError} as `logProbability`
   * @example
   * console.log(await model.perplexity(newLines))
   */
  async perplexity(sequences: SequencesOf<F>, options: CallOptions = {}): Promise<number> {
    return 2 ** (await this.bitsPerSymbol(sequences, options))
  }

  /**
   * How unusual a sequence is among sequences like those of `fit`. The bits per symbol of the sequence are compared with
   * those of held-out sequences, which the model did not learn from. So of new sequences of the same kind, at most 5 %
   * have a share of 0.05 or less, however good the model is.
   *
   * @param sequence - a text, or an array of symbols
   * @returns the share of sequences that are as unlikely, and the bits per symbol
   * @throws {GatecastError} `ERR_DATA` if `fit` held out no sequences; else as `logProbability`
   * @see Vovk, Gammerman and Shafer 2005, conformal p-values
   * @example
   * const { share } = await model.unusualness('eb ot')
   * if (share <= 0.05) console.log('unusual')
   */
  async unusualness(sequence: SequenceOf<F>, options: CallOptions = {}): Promise<Unusualness> {
    const { learned } = this.#known()
    const scores = this.#calibrated()
    const call = optionsOf('unusualness', options, callChecks)
    const bits = bitsPerSymbol(await learned.score(await this.#encode([sequence], call), call))
    return { share: shareAsUnlikely(scores, bits), bitsPerSymbol: bits }
  }

  /**
   * The bits per symbol above which a sequence is unusual.
   *
   * @param falseAlarms - the largest share of usual sequences that may exceed the threshold, for example 0.01
   * @returns bits per symbol, to compare with those of `unusualness`
   * @throws {GatecastError} `ERR_DATA` if `fit` held out too few sequences for this share; `ERR_RANGE`, `ERR_TYPE`
   * @example
   * const threshold = model.threshold(0.2)
   * console.log((await model.unusualness('eb ot')).bitsPerSymbol > threshold)
   */
  threshold(falseAlarms: number): number {
    const scores = this.#calibrated()
    return thresholdFor(scores, checkNumber('falseAlarms', falseAlarms, Number.MIN_VALUE, 1))
  }

  /**
   * Makes a stream, which reads a sequence symbol by symbol as it arrives. It gives the numbers of `logProbability` and
   * `next`.
   *
   * @returns a stream at the start of a sequence
   * @throws {GatecastError} `ERR_DATA` before `fit`
   * @example
   * const stream = model.stream()
   * const { logProbability, next } = await stream.push('t')
   */
  stream(): SymbolStream {
    const { alphabet, learned } = this.#known()
    return new SymbolStream(alphabet, this.#settings.symbols, learned.reader())
  }

  /**
   * Writes the model to a safetensors file, which appears whole or not at all. {@link loadSequenceModel} reads it.
   *
   * @param path - path of the file; its usual extension is `.safetensors`
   * @throws {GatecastError} `ERR_DATA` before `fit`, `ERR_FILE` if the file cannot be written
   * @example
   * await model.save('lines.safetensors')
   */
  async save(path: string): Promise<void> {
    await writeSequenceModel(path, this.#settings, this.#known())
  }

  /** Releases the native memory at once, without waiting for the garbage collector. */
  [Symbol.dispose](): void {
    this.#fitted?.learned.dispose()
  }

  #known(): FittedSymbols {
    if (this.#fitted) return this.#fitted
    throw new GatecastError('ERR_DATA', 'Expected a fitted sequence model, got one that is not fitted. Call fit first')
  }

  #calibrated(): Float64Array {
    const { scores } = this.#known()
    if (scores) return scores
    throw new GatecastError(
      'ERR_DATA',
      'Expected a model whose fit held out sequences, got none. Fit on at least 10 sequences, with heldOut above 0',
    )
  }

  #encode(sequences: readonly unknown[], { signal }: CallOptions): Promise<Encoded> {
    return encodeBy(this.#known().alphabet, sequences, this.#settings.symbols, signal)
  }

  /** Like a sequence, but it may be empty and has no end. */
  async #prefix(sequence: SequenceOf<F> | undefined, call: CallOptions): Promise<Int32Array> {
    if (isNumericArray(sequence)) checkNumbers('the sequence', sequence)
    const isEmpty = sequence === undefined || (sequence as { length?: unknown } | null)?.length === 0
    if (isEmpty) return new Int32Array()
    const { ids } = await this.#encode([sequence], call)
    return this.#known().alphabet.end === null ? ids : ids.subarray(0, -1)
  }
}
