import type { CallOptions } from '../../../base/abort.ts'
import { isInt32Array } from '../../../base/brand.ts'
import { GatecastError } from '../../../base/error.ts'
import { pacer } from '../../../base/resources/turns.ts'
import { countSequences, type Encoded } from '../data/encoded.ts'
import type { LearnedState, LearnedSymbols, SymbolReader } from '../kind.ts'
import type { CountTree } from './count_tree.ts'
import { childOf, indexRuns, type RunIndex } from './run_index.ts'
import type { Smoothing } from './smoothing.ts'

/** Makes probabilities of the counts of runs. */
export type Smoother = (index: RunIndex, signal?: AbortSignal) => Smoothing | Promise<Smoothing>

/** A model that looks up counts of runs of symbols. */
export class Counted implements LearnedSymbols {
  readonly #index: RunIndex
  readonly #smoothing: Smoothing

  private constructor(index: RunIndex, smoothing: Smoothing) {
    this.#index = index
    this.#smoothing = smoothing
  }

  static async of(tree: CountTree, smoother: Smoother, signal?: AbortSignal): Promise<Counted> {
    const index = await indexRuns(tree, signal)
    return new Counted(index, await smoother(index, signal))
  }

  /** @throws {GatecastError} `ERR_FILE` if the tensors are no tree of runs of the given order and number of symbols */
  static async fromState({ tensors }: LearnedState, size: number, order: number, smoother: Smoother): Promise<Counted> {
    const [parents, symbols, counts] = ['parents', 'symbols', 'counts'].map((name) => tensors[name]?.data)
    if (!isTree({ parents, symbols, counts, size, order }))
      throw new GatecastError('ERR_FILE', `Expected counts of runs of up to ${order} of ${size} symbols, got others`)
    return Counted.of({ size, order, parents, symbols, counts } as CountTree, smoother)
  }

  async score({ ids, offsets }: Encoded, { signal }: CallOptions): Promise<Float64Array> {
    const pace = pacer(signal)
    const logs = new Float64Array(ids.length)
    for (let sequence = 0; sequence < countSequences({ ids, offsets }); sequence++) {
      const contexts = new Contexts(this.#index)
      for (let i = offsets[sequence]; i < offsets[sequence + 1]; i++) {
        logs[i] = Math.log(this.#smoothing.probability(contexts.runs, ids[i]))
        contexts.read(ids[i])
        if ((i & 255) === 0) await pace()
      }
    }
    return logs
  }

  reader(): SymbolReader {
    const contexts = new Contexts(this.#index)
    return {
      read: async (ids, { signal }) => {
        const pace = pacer(signal)
        for (let i = 0; i < ids.length; i++) {
          contexts.read(ids[i])
          if ((i & 255) === 255) await pace()
        }
        return this.#smoothing.distribution(contexts.runs).map(Math.log)
      },
    }
  }

  toState(): LearnedState {
    const { parents, symbols, counts } = this.#index.tree
    const tensor = (data: Int32Array) => ({ shape: [data.length], data })
    return { config: null, tensors: { parents: tensor(parents), symbols: tensor(symbols), counts: tensor(counts) } }
  }

  dispose(): void {}
}

/** The runs of the last 0, 1, 2, ... symbols of a sequence. A run that does not occur is 0. */
class Contexts {
  runs: number[]
  readonly #index: RunIndex

  constructor(index: RunIndex) {
    this.#index = index
    const { order, size } = index.tree
    this.runs = order > 1 ? [0, childOf(index, 0, size)] : [0]
  }

  read(symbol: number): void {
    const next = [0]
    for (let length = 0; length < this.runs.length && next.length < this.#index.tree.order; length++) {
      const isKnown = length === 0 || this.runs[length] !== 0
      next.push(isKnown ? childOf(this.#index, this.runs[length], symbol) : 0)
    }
    this.runs = next
  }
}

function isTree({ parents, symbols, counts, size, order }: { [K in keyof CountTree]: unknown }): boolean {
  if (![parents, symbols, counts].every(isInt32Array)) return false
  const tree = { parents, symbols, counts } as CountTree
  const length = tree.parents.length
  if (length < 2 || tree.symbols.length !== length || tree.counts.length !== length) return false
  const depths = new Uint8Array(length)
  for (let node = 1; node < length; node++) {
    const [parent, symbol] = [tree.parents[node], tree.symbols[node]]
    if (!(parent >= 0 && parent < node && symbol >= 0 && symbol <= (size as number) && tree.counts[node] >= 0))
      return false
    depths[node] = depths[parent] + 1
    if (depths[node] > (order as number)) return false
  }
  return true
}
