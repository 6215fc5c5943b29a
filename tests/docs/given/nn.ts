// Values that the examples of gatecast/nn use without declaring them: a small model, a layer as PyTorch saves it, data.

import { gru, input, Lstm, last, linear, Model, mse, writeSafetensors } from 'gatecast/nn'

const series = (n: number, from = 0) => Array.from({ length: n }, (_, i) => [Math.sin((from + i) / 3)])

export const windows = Array.from({ length: 40 }, (_, i) => series(24, i))
export const targets = Array.from({ length: 40 }, (_, i) => series(12, 24 + i).flat())
export const latest = [series(24, 64)]
export const values = series(5).flat()
const inputs = { x: input(['batch', 'time', 1]), y: input(['batch', 12]) }
const forecast = linear(last(gru(inputs.x, { hiddenSize: 4, name: 'lstm0' }).output), 12)
export const model = new Model({ inputs, outputs: { forecast }, loss: mse(forecast, inputs.y), seed: 1 })
export const data = { x: windows, y: targets }
export const [x, y] = [windows.slice(0, 2), targets.slice(0, 2)]

export const layer = new Lstm({ inputSize: 1, hiddenSize: 5 })
await writeSafetensors('state_dict.safetensors', { tensors: layer.parameters, metadata: { format: 'pt' } })
