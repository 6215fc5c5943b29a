// brain.js in this process. Only the types that are used are declared, because its package may be missing.

import type { Tensor } from 'gatecast/nn'
import { requirePeer } from './load.ts'

type Sequence = number[][]
interface Network {
  train(sequences: Sequence[], options: { iterations: number; errorThresh: number }): { error: number }
  run(sequence: Sequence): ArrayLike<number>
}
interface Runtime {
  recurrent: {
    LSTMTimeStep: new (options: { inputSize: number; hiddenLayers: number[]; outputSize: number }) => Network
  }
}

export class Brain {
  readonly version: string
  readonly #runtime: Runtime

  private constructor(runtime: Runtime, version: string) {
    this.#runtime = runtime
    this.version = version
  }

  /** Loads the peer. Returns a text with the reason if it cannot be loaded. */
  static start(): Brain | string {
    try {
      const { version } = requirePeer('brain.js/package.json') as { version: string }
      return new Brain(requirePeer('brain.js') as Runtime, version)
    } catch (error) {
      return error instanceof Error ? error.message.split('\n')[0] : String(error)
    }
  }

  /** Forecasts the next step of a sequence from all steps before it. `train` makes one pass over all sequences. */
  lstm(inputSize: number, hidden: number): { train(x: Tensor): void; run(x: Tensor): void } {
    const { LSTMTimeStep } = this.#runtime.recurrent
    const network = new LSTMTimeStep({ inputSize, hiddenLayers: [hidden], outputSize: inputSize })
    return {
      train(x) {
        network.train(sequencesOf(x), { iterations: 1, errorThresh: Number.MIN_VALUE })
      },
      run(x) {
        for (const sequence of sequencesOf(x)) network.run(sequence)
      },
    }
  }
}

function sequencesOf({ shape: [count, time, width], data }: Tensor): Sequence[] {
  const step = (row: number) => Array.from(data.subarray(row * width, (row + 1) * width))
  return Array.from({ length: count }, (_, s) => Array.from({ length: time }, (_, t) => step(s * time + t)))
}
