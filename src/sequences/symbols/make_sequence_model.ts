import type { SymbolForm } from './data/symbol_form.ts'
import type { SequenceModelOptions } from './options.ts'
import { SequenceModel } from './sequence_model.ts'
import { readSequenceModel } from './stored.ts'

/**
 * A model of the probability of sequences of symbols: characters, tokens or states.
 *
 * | kind | |
 * |---|---|
 * | `gru` (default), `lstm` | a recurrent network: its state carries what it has read |
 * | `transformer` | a causal Transformer over a window of `context` symbols |
 * | `nGram` | counts of runs of up to `order` symbols, with interpolated modified Kneser-Ney smoothing |
 * | `markov` | counts of which symbol follows the last `order` symbols, with additive smoothing |
 *
 * @param options - what the symbols are, the kind, and the options of the kind
 * @returns a model to `fit`
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Bengio et al. 2003, "A neural probabilistic language model"; Chen and Goodman 1999 for `nGram`
 * @example
 * const text = sequenceModel({ symbols: 'characters', hiddenSize: 16 })
 * await text.fit(lines, { epochs: 2 })
 * console.log((await text.logProbability('to be')).total)
 */
export function sequenceModel<const F extends SymbolForm>(options: SequenceModelOptions<F>): SequenceModel<F> {
  return new SequenceModel<F>(options)
}

/**
 * Reads a sequence model from a file that `save` wrote.
 *
 * @param path - path of the file
 * @returns the fitted model, with its kind and options
 * @throws {GatecastError} `ERR_FILE` if the file is broken, holds no sequence model, or has another format version;
 * `ERR_TYPE` unless `path` is a text
 * @example
 * const model = await loadSequenceModel<'characters'>('lines.safetensors')
 * console.log(await model.perplexity(newLines))
 */
export async function loadSequenceModel<F extends SymbolForm = SymbolForm>(path: string): Promise<SequenceModel<F>> {
  const { options, fitted } = await readSequenceModel(path)
  return new SequenceModel<F>(options, fitted)
}
