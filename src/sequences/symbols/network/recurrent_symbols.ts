import type { CallOptions } from '../../../base/abort.ts'
import { pacer } from '../../../base/resources/turns.ts'
import type { Model, Tensors } from '../../../nn/index.ts'
import type { Encoded } from '../data/encoded.ts'
import type { LearnedState, LearnedSymbols, SymbolReader } from '../kind.ts'
import { logProbabilities, logProbabilityOf } from './log_softmax.ts'
import { continuedNetwork, emptyStates, type RecurrentSettings } from './recurrent_network.ts'
import { cutRows, longestOf, type Row, samplesOf } from './rows.ts'

/** A call computes at most this number of logits, 16 MB. */
const logitsAtOnce = 4_000_000
const rowsAtOnce = 64
const stepsAtOnce = 512

/** A trained recurrent network. It reads long sequences piece by piece, and its state goes from piece to piece. */
export class RecurrentSymbols implements LearnedSymbols {
  readonly #model: Model
  readonly #size: number
  readonly #settings: RecurrentSettings

  constructor(size: number, settings: RecurrentSettings, parameters: Tensors) {
    this.#model = continuedNetwork(size, settings, parameters)
    this.#size = size
    this.#settings = settings
  }

  async score(data: Encoded, call: CallOptions): Promise<Float64Array> {
    const logs = new Float64Array(data.ids.length)
    const rows = cutRows(data, Number.POSITIVE_INFINITY).sort((a, b) => a.length - b.length)
    const count = Math.max(1, Math.min(rowsAtOnce, Math.floor(logitsAtOnce / this.#size)))
    for (let first = 0; first < rows.length; first += count)
      await this.#scoreRows(data, rows.slice(first, first + count), logs, call)
    return logs
  }

  async #scoreRows(data: Encoded, rows: readonly Row[], logs: Float64Array, call: CallOptions): Promise<void> {
    const pace = pacer(call.signal)
    const longest = longestOf(rows)
    const steps = Math.max(1, Math.min(stepsAtOnce, Math.floor(logitsAtOnce / (this.#size * rows.length))))
    let states = emptyStates(this.#settings, rows.length)
    for (let from = 0; from < longest; from += steps) {
      const cut = rows.map((row) => ({
        from: Math.min(row.from + from, data.ids.length - 1),
        length: Math.max(0, Math.min(steps, row.length - from)),
        isStart: row.isStart && from === 0,
      }))
      const { ids } = samplesOf(data, cut, this.#size, false)
      const { logits, ...next } = await this.#model.predict({ ids, ...states }, { ...call, batchSize: rows.length })
      states = next
      for (const [place, { from: id, length }] of cut.entries())
        for (let step = 0; step < length; step++) {
          const at = (place * ids.shape[1] + step) * this.#size
          logs[id + step] = logProbabilityOf(logits.data, at, this.#size, data.ids[id + step])
          if ((step & 63) === 0) await pace()
        }
    }
  }

  reader(): SymbolReader {
    let states = emptyStates(this.#settings, 1)
    let latest: Float64Array | null = null
    return {
      read: async (given, call) => {
        const ids = latest ? given : Int32Array.from([this.#size, ...given])
        let [nextStates, nextLatest] = [states, latest]
        for (let from = 0; from < ids.length; from += stepsAtOnce) {
          const part = {
            shape: [1, Math.min(stepsAtOnce, ids.length - from)],
            data: ids.slice(from, from + stepsAtOnce),
          }
          const { logits, ...after } = await this.#model.predict({ ids: part, ...nextStates }, call)
          nextStates = after
          nextLatest = logProbabilities(logits.data, (part.shape[1] - 1) * this.#size, this.#size)
        }
        // Set at the end: an aborted call reads nothing.
        states = nextStates
        latest = nextLatest
        return latest as Float64Array
      },
    }
  }

  toState(): LearnedState {
    return { config: null, tensors: this.#model.parameters }
  }

  dispose(): void {
    this.#model[Symbol.dispose]()
  }
}
