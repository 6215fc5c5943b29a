// The references of the recurrent ops, with plain loops over rows and time steps.
import { type DoubleTensor, zeros } from './tensor.ts'
import type { Optional, Reference } from './types.ts'

type Vector = Float64Array<ArrayBufferLike>
/** The states after one time step, the hidden state first. */
type Step = (x: Vector, states: Vector[]) => Vector[]

export const sigmoid = (a: number): number => 1 / (1 + Math.exp(-a))

const row = (x: DoubleTensor, r: number, width: number): Vector => x.data.subarray(r * width, (r + 1) * width)

/** Element k of W v + b. */
function affine(weight: DoubleTensor, bias: Optional, k: number, v: Vector): number {
  let sum = bias ? bias.data[k] : 0
  const first = k * v.length
  for (let j = 0; j < v.length; j++) sum += weight.data[first + j] * v[j]
  return sum
}

interface Sequence {
  x: DoubleTensor
  initial: Optional[]
  lengths: Optional
  hiddenSize: number
  reverse: boolean
}

/** Returns output [B, T, H] and every final state [B, H]. */
function unroll({ x, initial, lengths, hiddenSize: H, reverse }: Sequence, step: Step): DoubleTensor[] {
  const [B, T, I] = x.shape
  const output = zeros([B, T, H])
  const last = initial.map(() => zeros([B, H]))
  for (let b = 0; b < B; b++) {
    let states: Vector[] = initial.map((state) => (state ? row(state, b, H).slice() : new Float64Array(H)))
    const length = lengths ? lengths.data[b] : T
    for (let s = 0; s < length; s++) {
      const t = reverse ? length - 1 - s : s
      states = step(row(x, b * T + t, I), states)
      row(output, b * T + t, H).set(states[0])
    }
    for (let k = 0; k < states.length; k++) row(last[k], b, H).set(states[k])
  }
  return [output, ...last]
}

type Weights = [DoubleTensor, DoubleTensor, DoubleTensor, Optional, Optional]

/** The reference of rnn with this nonlinearity. */
export const rnnWith =
  (squash: (a: number) => number): Reference =>
  (inputs, attributes) => {
    const [x, W, R, bW, bR, hidden, lengths] = inputs as [...Weights, Optional, Optional]
    const H = R.shape[1]
    const reverse = attributes.reverse === true
    return unroll({ x, initial: [hidden], lengths, hiddenSize: H, reverse }, (v, [h]) => [
      h.map((_, j) => squash(affine(W, bW, j, v) + affine(R, bR, j, h))),
    ])
  }

export const rnn: Reference = (inputs, attributes, sizes) =>
  rnnWith(attributes.nonlinearity === 'relu' ? (a) => Math.max(a, 0) : Math.tanh)(inputs, attributes, sizes)

export const lstm: Reference = (inputs, attributes) => {
  const [x, W, R, bW, bR, hidden, cell, lengths] = inputs as [...Weights, Optional, Optional, Optional]
  const H = R.shape[1]
  const reverse = attributes.reverse === true
  return unroll({ x, initial: [hidden, cell], lengths, hiddenSize: H, reverse }, (v, [h, c]) => {
    const gate = (g: number, j: number) => affine(W, bW, g * H + j, v) + affine(R, bR, g * H + j, h)
    const next = c.map((old, j) => sigmoid(gate(1, j)) * old + sigmoid(gate(0, j)) * Math.tanh(gate(2, j)))
    return [next.map((value, j) => sigmoid(gate(3, j)) * Math.tanh(value)), next]
  })
}

export const gru: Reference = (inputs, attributes) => {
  const [x, W, R, bW, bR, hidden, lengths] = inputs as [...Weights, Optional, Optional]
  const H = R.shape[1]
  const reverse = attributes.reverse === true
  return unroll({ x, initial: [hidden], lengths, hiddenSize: H, reverse }, (v, [h]) => {
    const gate = (g: number, j: number) => sigmoid(affine(W, bW, g * H + j, v) + affine(R, bR, g * H + j, h))
    const r = h.map((_, j) => gate(0, j))
    const z = h.map((_, j) => gate(1, j))
    const gated = h.map((value, j) => r[j] * value)
    const candidate = (j: number) =>
      attributes.reset === 'before' ? affine(R, bR, 2 * H + j, gated) : r[j] * affine(R, bR, 2 * H + j, h)
    const n = h.map((_, j) => Math.tanh(affine(W, bW, 2 * H + j, v) + candidate(j)))
    return [h.map((value, j) => (1 - z[j]) * n[j] + z[j] * value)]
  })
}

/** h(t) = a(t) h(t-1) + b(t). */
export const scan: Reference = (inputs) => {
  const [a, b, hidden] = inputs as [DoubleTensor, DoubleTensor, Optional]
  const [, T, H] = a.shape
  return unroll({ x: index(a), initial: [hidden], lengths: null, hiddenSize: H, reverse: false }, ([place], [h]) => [
    h.map((value, j) => a.data[place * H + j] * value + b.data[place * H + j]),
  ])

  /** The number of each step, as the input of the step. */
  function index({ shape: [B] }: DoubleTensor): DoubleTensor {
    return { shape: [B, T, 1], data: Float64Array.from({ length: B * T }, (_, i) => i) }
  }
}

/** The gates i, f, z, o of each step, and block-diagonal recurrent weights. `larger` is the maximum of two numbers. */
export const sLstmWith =
  (larger: (a: number, b: number) => number): Reference =>
  (inputs, attributes) => {
    const [x, R, ...initial] = inputs as [DoubleTensor, DoubleTensor, ...Optional[]]
    const [H, D] = [x.shape[2] / 4, R.shape[1]]
    const states = [0, 1, 2, 3].map((k) => initial[k])
    return unroll({ x, initial: states, lengths: null, hiddenSize: H, reverse: false }, (v, [h, c, n, m]) => {
      const gate = (g: number, j: number) => {
        const head = Math.floor(j / D) * D
        return v[g * H + j] + affine(R, null, g * H + j, h.subarray(head, head + D))
      }
      const next = h.map((_, j) => {
        const logForget = attributes.forget === 'exponential' ? gate(1, j) : Math.log(sigmoid(gate(1, j)))
        return n[j] === 0 ? gate(0, j) : larger(logForget + m[j], gate(0, j))
      })
      const input = h.map((_, j) => Math.exp(gate(0, j) - next[j]))
      const forget = h.map((_, j) => {
        const open = attributes.forget === 'exponential' ? Math.exp(gate(1, j)) : sigmoid(gate(1, j))
        return n[j] === 0 ? 0 : open * Math.exp(m[j] - next[j])
      })
      const cell = c.map((value, j) => forget[j] * value + input[j] * Math.tanh(gate(2, j)))
      const sum = n.map((value, j) => forget[j] * value + input[j])
      return [cell.map((value, j) => (sigmoid(gate(3, j)) * value) / sum[j]), cell, sum, next]
    })
  }

export const sLstm: Reference = sLstmWith(Math.max)

/** Level and season of each row, one step after another. */
export const smoothing: Reference = (inputs) => {
  const [y, mask, alpha, gamma, first, season] = inputs as DoubleTensor[]
  const [[B, T], M] = [y.shape, season.shape[1]]
  const [level, seasons] = [zeros([B, T]), zeros([B, T + M])]
  for (let b = 0; b < B; b++) {
    const [l, s] = [row(level, b, T), row(seasons, b, T + M)]
    const [a, g] = [alpha.data[b], gamma.data[b]]
    s.set(row(season, b, M))
    for (let t = 0; t < T; t++) {
      const [value, before] = [y.data[b * T + t], t > 0 ? l[t - 1] : first.data[b]]
      const seen = mask.data[b * T + t] !== 0
      l[t] = seen ? a * (value - s[t]) + (1 - a) * before : before
      s[t + M] = seen ? g * (value - l[t]) + (1 - g) * s[t] : s[t]
    }
  }
  return [level, seasons]
}
