// tfjs on its WebAssembly backend, in this process. Only the types that are used are declared, because its packages may
// be missing.

import { dirname } from 'node:path'
import type { Tensor } from 'gatecast/nn'
import { requirePeer } from './load.ts'

type Handle = { dispose(): void }
interface Layer {
  setWeights(weights: Handle[]): void
}
interface Sequential {
  add(layer: Layer): void
  compile(options: { optimizer: unknown; loss: string }): void
  trainOnBatch(x: Handle, y: Handle): Promise<number>
  fit(x: Handle, y: Handle, options: { epochs: number; batchSize: number; verbose: number }): Promise<unknown>
  predict(x: Handle): Handle & { data(): Promise<Float32Array> }
}
interface Runtime {
  version_core: string
  setBackend(name: string): Promise<boolean>
  tensor(data: Float32Array, shape: readonly number[]): Handle
  sequential(): Sequential
  layers: { lstm(options: object): Layer; dense(options: object): Layer }
  train: { adam(rate: number): unknown }
}

/** An LSTM with a linear layer on its last output. */
interface RegressionShape {
  time: number
  inputSize: number
  hidden: number
}

export interface TrainingCase extends RegressionShape {
  /** Weights of the LSTM (ih, hh and both biases), then of the linear layer. */
  weights: Readonly<Record<string, Tensor>>
  x: Tensor
  y: Tensor
}

export class Tfjs {
  readonly version: string
  readonly #runtime: Runtime

  private constructor(runtime: Runtime) {
    this.#runtime = runtime
    this.version = runtime.version_core
  }

  /** Loads the peer. Returns a text with the reason if it cannot be loaded. */
  static async start(): Promise<Tfjs | string> {
    const warn = console.warn
    console.warn = () => {} // tfjs advises to install tfjs-node, which is not this peer
    try {
      const runtime = requirePeer('@tensorflow/tfjs') as Runtime
      const wasm = requirePeer('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(folder: string): void }
      wasm.setWasmPaths(`${dirname(requirePeer.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`)
      if (!(await runtime.setBackend('wasm'))) return 'its WebAssembly backend does not start'
      return new Tfjs(runtime)
    } catch (error) {
      return error instanceof Error ? error.message.split('\n')[0] : String(error)
    } finally {
      console.warn = warn
    }
  }

  /** Takes one step of Adam. Returns the loss before the step. */
  training({ weights, x, y, ...shape }: TrainingCase): { step(): Promise<number> } {
    const tf = this.#runtime
    const { model, recurrent, head } = this.#regression(shape)
    const [ih, hh, biasIh, biasHh, weight, bias] = Object.values(weights)
    const handle = ({ data, shape }: Tensor) => tf.tensor(data as Float32Array, shape)
    const biases = (biasIh.data as Float32Array).map((value, i) => value + biasHh.data[i])
    recurrent.setWeights([handle(transposed(ih)), handle(transposed(hh)), tf.tensor(biases, biasIh.shape)])
    head.setWeights([handle(transposed(weight)), handle(bias)])
    const [input, target] = [handle(x), handle(y)]
    return { step: () => model.trainOnBatch(input, target) }
  }

  /** The same network as a tfjs model with first weights of zero, trained and run by tfjs. */
  regression({ batchSize, ...shape }: RegressionShape & { batchSize: number }): {
    fit(x: Tensor, y: Tensor): Promise<void>
    predict(x: Tensor): Promise<void>
  } {
    const { model } = this.#regression(shape)
    const handle = ({ data, shape }: Tensor) => this.#runtime.tensor(data as Float32Array, shape)
    return {
      async fit(x, y) {
        const handles = [handle(x), handle(y)]
        await model.fit(handles[0], handles[1], { epochs: 1, batchSize, verbose: 0 })
        for (const one of handles) one.dispose()
      },
      async predict(x) {
        const input = handle(x)
        const output = model.predict(input)
        await output.data()
        for (const one of [input, output]) one.dispose()
      },
    }
  }

  #regression({ time, inputSize, hidden }: RegressionShape): { model: Sequential; recurrent: Layer; head: Layer } {
    const tf = this.#runtime
    const recurrent = tf.layers.lstm({
      units: hidden,
      inputShape: [time, inputSize],
      recurrentActivation: 'sigmoid', // the default of tfjs is piecewise linear
      kernelInitializer: 'zeros',
      recurrentInitializer: 'zeros',
    })
    const head = tf.layers.dense({ units: 1 })
    const model = tf.sequential()
    model.add(recurrent)
    model.add(head)
    model.compile({ optimizer: tf.train.adam(1e-3), loss: 'meanSquaredError' })
    return { model, recurrent, head }
  }
}

/** Transposes `[out, in]` to `[in, out]`, the layout of tfjs. */
function transposed({ shape: [rows, columns], data }: Tensor): Tensor {
  const out = new Float32Array(data.length)
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = data[i * columns + j]
  return { shape: [columns, rows], data: out }
}
