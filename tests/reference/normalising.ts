// The references of layerNorm, softmax and dropout. Dropout is the identity, as it is outside training; its masks have
// tests of their own in dropout.test.ts.
import { at, build, count, type DoubleTensor, replaced, zeros } from './tensor.ts'
import type { Optional, Reference } from './types.ts'

export const layerNorm: Reference = (inputs, { epsilon = 1e-5 }) => {
  const [x, gain, shift] = inputs as [DoubleTensor, Optional, Optional]
  const D = x.shape[x.shape.length - 1]
  const y = zeros(x.shape)
  for (let first = 0; first < count(x.shape); first += D) {
    const row = x.data.subarray(first, first + D)
    const mean = row.reduce((sum, value) => sum + value, 0) / D
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / D
    for (let j = 0; j < D; j++) {
      const normal = (row[j] - mean) / Math.sqrt(variance + (epsilon as number))
      y.data[first + j] = normal * (gain ? gain.data[j] : 1) + (shift ? shift.data[j] : 0)
    }
  }
  return [y]
}

export const softmax: Reference = (inputs, attributes) => {
  const [x] = inputs as DoubleTensor[]
  const { axis = -1 } = attributes as { axis?: number }
  const along = axis < 0 ? axis + x.shape.length : axis
  return [
    build(x.shape, (index) => {
      let total = 0
      for (let k = 0; k < x.shape[along]; k++) total += Math.exp(at(x, replaced(index, along, k)) - at(x, index))
      return 1 / total
    }),
  ]
}

export const dropout: Reference = ([x]) => [{ shape: x!.shape, data: x!.data.slice() }]
