// Values that the examples of gatecast/onnx use without declaring them: a small model.

import { writeFile } from 'node:fs/promises'
import { input, last, linear, lstm, Model } from 'gatecast/nn'

export { writeFile }

const x = input(['batch', 'time', 1])
export const model = new Model({ inputs: { x }, outputs: { y: linear(last(lstm(x, { hiddenSize: 4 }).output), 2) } })
