import { whole } from '../../../base/options/fields.ts'
import { countRuns } from '../counts/count_tree.ts'
import { Counted } from '../counts/counted.ts'
import { kneserNey } from '../counts/kneser_ney.ts'
import type { SymbolKind } from '../kind.ts'

/** Options of an n-gram model. */
export interface NGramOptions {
  /** Counts the runs of up to this number of symbols: a prediction depends on the last `order - 1` symbols; default 5. */
  order?: number
}

/**
 * An n-gram model with interpolated modified Kneser-Ney smoothing.
 *
 * @see Chen and Goodman 1999
 */
export const nGramKind: SymbolKind = {
  name: 'nGram',
  summary: 'counts runs of symbols, with Kneser-Ney smoothing',
  options: { order: whole({ min: 1, max: 100, default: 5, help: 'number of symbols in the longest run' }) },
  async learn({ training, size }, options, { signal }) {
    const tree = await countRuns(training, { size, order: (options as Required<NGramOptions>).order }, signal)
    return { learned: await Counted.of(tree, kneserNey, signal), epochs: [] }
  },
  fromState: (state, options, size) =>
    Counted.fromState(state, size, (options as Required<NGramOptions>).order, kneserNey),
}
