import type { CallOptions } from '../../../base/abort.ts'
import { pacer } from '../../../base/resources/turns.ts'
import type { Model } from '../../../nn/index.ts'
import { countSequences, type Encoded } from '../data/encoded.ts'
import type { LearnedState, LearnedSymbols, SymbolReader } from '../kind.ts'
import { logProbabilities, logProbabilityOf } from './log_softmax.ts'
import { longestOf, type Row, samplesOf } from './rows.ts'

/** A call computes at most this number of logits, 16 MB. */
const logitsAtOnce = 4_000_000
const rowsAtOnce = 64

/** A row of the network, and the first of its steps whose prediction counts. */
interface Window extends Row {
  readonly counts: number
}

/**
 * A trained network that reads a window of up to `context` steps. The windows of a sequence begin at multiples of half a
 * context, and a step is predicted in the first window that holds it: it depends on all steps before it, or on at least
 * the last half context.
 */
export class WindowSymbols implements LearnedSymbols {
  readonly #model: Model
  readonly #size: number
  readonly #context: number

  constructor(size: number, context: number, model: Model) {
    this.#model = model
    this.#size = size
    this.#context = context
  }

  async score(data: Encoded, call: CallOptions): Promise<Float64Array> {
    const pace = pacer(call.signal)
    const logs = new Float64Array(data.ids.length)
    const windows = this.#windows(data).sort((a, b) => a.length - b.length)
    const count = Math.max(1, Math.min(rowsAtOnce, Math.floor(logitsAtOnce / (this.#size * this.#context))))
    for (let first = 0; first < windows.length; first += count) {
      const rows = windows.slice(first, first + count)
      const { ids, positions } = samplesOf(data, rows, this.#size, true)
      const { logits } = await this.#model.predict({ ids, positions }, { ...call, batchSize: rows.length })
      for (const [place, { from, length, counts }] of rows.entries())
        for (let step = counts; step < length; step++) {
          const at = (place * longestOf(rows) + step) * this.#size
          logs[from + step] = logProbabilityOf(logits.data, at, this.#size, data.ids[from + step])
          if ((step & 63) === 0) await pace()
        }
    }
    return logs
  }

  reader(): SymbolReader {
    // The ids that the network reads, from the start of the window of the next step on; `first` is the place of ids[0].
    let ids = Int32Array.of(this.#size)
    let first = 0
    return {
      read: async (given, call) => {
        const all = new Int32Array(ids.length + given.length)
        all.set(ids)
        all.set(given, ids.length)
        const start = this.#windowOf(first + all.length - 1)
        const window = all.slice(start - first)
        const shape = [1, window.length]
        const positions = { shape, data: Int32Array.from(window.keys()) }
        const { logits } = await this.#model.predict({ ids: { shape, data: window }, positions }, call)
        // Set at the end: an aborted call reads nothing.
        ids = window
        first = start
        return logProbabilities(logits.data, (window.length - 1) * this.#size, this.#size)
      },
    }
  }

  toState(): LearnedState {
    return { config: null, tensors: this.#model.parameters }
  }

  dispose(): void {
    this.#model[Symbol.dispose]()
  }

  get #stride(): number {
    return this.#context / 2
  }

  /** The first step of the window that predicts a step. */
  #windowOf(step: number): number {
    if (step < this.#context) return 0
    return (Math.floor((step - this.#context) / this.#stride) + 1) * this.#stride
  }

  #windows({ ids, offsets }: Encoded): Window[] {
    const windows: Window[] = []
    for (let sequence = 0; sequence < countSequences({ ids, offsets }); sequence++) {
      const length = offsets[sequence + 1] - offsets[sequence]
      let predicted = 0
      while (predicted < length) {
        const start = this.#windowOf(predicted)
        const size = Math.min(this.#context, length - start)
        windows.push({ from: offsets[sequence] + start, length: size, isStart: start === 0, counts: predicted - start })
        predicted = start + size
      }
    }
    return windows
  }
}
