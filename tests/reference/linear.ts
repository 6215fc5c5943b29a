// The references of linear, matmul, embedding and conv1d.
import { at, build, count, type DoubleTensor, zeros } from './tensor.ts'
import type { Optional, Reference } from './types.ts'

export const linear: Reference = (inputs) => {
  const [x, weight, bias] = inputs as [DoubleTensor, DoubleTensor, Optional]
  const [O, I] = weight.shape
  const y = zeros([...x.shape.slice(0, -1), O])
  for (let r = 0; r < count(y.shape) / O; r++) {
    for (let o = 0; o < O; o++) {
      let sum = bias ? bias.data[o] : 0
      for (let i = 0; i < I; i++) sum += x.data[r * I + i] * weight.data[o * I + i]
      y.data[r * O + o] = sum
    }
  }
  return [y]
}

export const matmul: Reference = (inputs, { transposeA = false, transposeB = false }) => {
  const [a, b] = inputs as DoubleTensor[]
  const [M, K] = transposeA ? a.shape.slice(-2).reverse() : a.shape.slice(-2)
  const N = b.shape[b.shape.length - (transposeB ? 2 : 1)]
  const y = zeros([...a.shape.slice(0, -2), M, N])
  for (let block = 0; block < count(a.shape.slice(0, -2)); block++) {
    const left = a.data.subarray(block * M * K)
    const right = b.shape.length === 2 ? b.data : b.data.subarray(block * K * N)
    for (let m = 0; m < M; m++) {
      for (let n = 0; n < N; n++) {
        let sum = 0
        for (let k = 0; k < K; k++) {
          sum += left[transposeA ? k * M + m : m * K + k] * right[transposeB ? n * K + k : k * N + n]
        }
        y.data[(block * M + m) * N + n] = sum
      }
    }
  }
  return [y]
}

export const embedding: Reference = (inputs) => {
  const [ids, table] = inputs as DoubleTensor[]
  return [
    build([...ids.shape, table.shape[1]], (index) => at(table, [at(ids, index.slice(0, -1)), index[index.length - 1]])),
  ]
}

export const conv1d: Reference = (inputs, attributes) => {
  const [x, weight, bias] = inputs as [DoubleTensor, DoubleTensor, Optional]
  const { dilation = 1, padding = 'causal' } = attributes as { dilation?: number; padding?: string }
  const [B, T, C] = x.shape
  const [O, , K] = weight.shape
  const reach = (K - 1) * dilation
  const before = padding === 'causal' ? reach : padding === 'same' ? Math.floor(reach / 2) : 0
  return [
    build([B, padding === 'valid' ? T - reach : T, O], ([b, t, o]) => {
      let sum = bias ? bias.data[o] : 0
      for (let k = 0; k < K; k++) {
        const source = t + k * dilation - before
        if (source < 0 || source >= T) continue
        for (let c = 0; c < C; c++) sum += at(x, [b, source, c]) * at(weight, [o, c, k])
      }
      return sum
    }),
  ]
}
