import { number, whole } from '../../../base/options/fields.ts'
import { additive } from '../counts/additive.ts'
import { countRuns } from '../counts/count_tree.ts'
import { Counted, type Smoother } from '../counts/counted.ts'
import type { SymbolKind } from '../kind.ts'

/** Options of a Markov chain. */
export interface MarkovOptions {
  /** Number of symbols that a prediction depends on; default 1. */
  order?: number
  /** Added to each count, so that no symbol has the probability 0; default 1. */
  smoothing?: number
}

const smootherFor = ({ order, smoothing }: Required<MarkovOptions>): Smoother => {
  return (index) => additive(index, order, smoothing)
}

/** A Markov chain with additive smoothing. */
export const markovKind: SymbolKind = {
  name: 'markov',
  summary: 'counts which symbol follows which',
  options: {
    order: whole({ min: 0, max: 99, default: 1, help: 'number of symbols that a prediction depends on' }),
    smoothing: number({ min: 1e-9, default: 1, help: 'added to each count' }),
  },
  async learn({ training, size }, given, { signal }) {
    const options = given as Required<MarkovOptions>
    const tree = await countRuns(training, { size, order: options.order + 1 }, signal)
    return { learned: await Counted.of(tree, smootherFor(options), signal), epochs: [] }
  },
  fromState(state, given, size) {
    const options = given as Required<MarkovOptions>
    return Counted.fromState(state, size, options.order + 1, smootherFor(options))
  },
}
