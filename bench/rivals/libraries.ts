import { adam, input as inputOf, last, linear, lstm, Model, mse, type Tensor } from 'gatecast/nn'
import { swapped } from '../speed/addon.ts'
import { smallLstm } from '../speed/cases.ts'
import { makeOurs } from '../speed/ours.ts'
import { Brain } from '../speed/peers/brain.ts'
import { Onnx } from '../speed/peers/onnx.ts'
import { onnxRecurrent } from '../speed/peers/onnx_recurrent.ts'
import { Tfjs } from '../speed/peers/tfjs.ts'

/** Number of sequences in a call. */
export const sequences = 640

const { input, hidden, batch: batchSize, time } = smallLstm

export interface Library {
  name: string
  /** Smaller numbers of sequences for calls that take too long. */
  sequences?: { fit: number; predict: number }
  fit?(x: Tensor, y: Tensor): Promise<unknown>
  predict?(x: Tensor, y: Tensor): Promise<unknown>
}

function gatecast(): Library {
  const x = inputOf(['batch', 'time', input])
  const y = inputOf(['batch', 1])
  const forecast = linear(last(lstm(x, { hiddenSize: hidden }).output), 1)
  const model = new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y), seed: 1 })
  return {
    name: 'gatecast',
    fit: (x, y) => model.fit({ x, y }, { epochs: 1, batchSize, optimizer: adam() }),
    predict: (x) => model.predict({ x }),
  }
}

async function tfjs(): Promise<Library | string> {
  const runtime = await Tfjs.start()
  if (typeof runtime === 'string') return `tfjs skipped: ${runtime}`
  const { fit, predict } = runtime.regression({ time, inputSize: input, hidden, batchSize })
  return { name: `tfjs ${runtime.version} on wasm`, fit, predict }
}

async function onnx(): Promise<Library | string> {
  const runtime = Onnx.start()
  if (typeof runtime === 'string') return `onnxruntime-node skipped: ${runtime}`
  const about = { ...smallLstm, batch: sequences }
  const zeros = (shape: number[]): Tensor => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b)) })
  const x = zeros([sequences, time, input])
  const { parameters } = makeOurs(about, x, zeros([sequences, time, hidden]))
  const session = await runtime.make(onnxRecurrent(about, parameters, swapped(x)), 0)
  return { name: `onnxruntime-node ${runtime.version}`, predict: () => session.run() }
}

function brain(): Library | string {
  const library = Brain.start()
  if (typeof library === 'string') return `brain.js skipped: ${library}`
  const network = library.lstm(input, hidden)
  return {
    name: `brain.js ${library.version}`,
    sequences: { fit: 4, predict: 4 },
    fit: async (x) => network.train(x),
    predict: async (x) => network.run(x),
  }
}

export const libraries: readonly (() => Library | string | Promise<Library | string>)[] = [gatecast, tfjs, onnx, brain]
