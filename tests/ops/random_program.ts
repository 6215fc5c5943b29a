// Programs of random ops on values [batch, time, 4]. An op may read any earlier value and any weight.
import type { Attributes, OpData, ProgramData } from '../../src/addon/types.ts'
import { present, type Value, type Values } from './values.ts'

const width = 4

/** The names of the inputs and parameters on which the wanted values depend. */
export function sourcesOf({ ops }: ProgramData, wanted: readonly number[]): Set<string> {
  const names: Set<string>[] = []
  for (const { kind, inputs, attributes } of ops) {
    const own = kind === 'input' || kind === 'parameter' ? [attributes.name as string] : []
    const all = new Set([...own, ...inputs.flatMap((k) => (k === null ? [] : [...names[k]]))])
    const outputs = { rnn: 2, gru: 2, lstm: 3, scan: 2, sLstm: 5 }[kind] ?? 1
    for (let k = 0; k < outputs; k++) names.push(all)
  }
  return new Set(wanted.flatMap((k) => [...names[k]]))
}

export interface RandomProgram {
  readonly data: ProgramData
  readonly values: ReadonlyMap<string, Value>
  /** The values [batch, time, 4], which may be outputs. */
  readonly sequences: readonly number[]
}

class Writer {
  readonly ops: OpData[] = []
  readonly sources = new Map<string, Value>()
  readonly sequences: number[] = []
  readonly #values: Values
  readonly #weights = new Map<string, number[]>()
  #count = 0

  constructor(values: Values) {
    this.#values = values
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#values.random() * list.length)]
  }

  /** Adds an op and returns the number of its first output. */
  op(kind: string, inputs: (number | null)[], attributes: Attributes = {}, outputs = 1): number {
    this.ops.push({ kind, inputs, attributes })
    this.#count += outputs
    return this.#count - outputs
  }

  source(kind: 'input' | 'parameter', value: Value): number {
    const name = `${kind}${this.sources.size}`
    this.sources.set(name, value)
    return this.op(kind, [], present({ name, shape: value.dims, type: kind === 'input' ? value.type : null }))
  }

  /** A weight of this shape: a new one, or one that other ops use. */
  weight(...shape: number[]): number {
    const known = this.#weights.get(shape.join()) ?? []
    this.#weights.set(shape.join(), known)
    if (known.length > 0 && this.#values.random() < 0.4) return this.pick(known)
    const weight = this.source('parameter', this.#values.uniform(shape, -0.8, 0.8))
    known.push(weight)
    return weight
  }

  sequence(): number {
    return this.pick(this.sequences)
  }

  /** Combines a value [batch, 4] with a sequence, so that the result is [batch, time, 4]. */
  spread(state: number): number {
    return this.op('multiply', [this.op('reshape', [state], { shape: ['batch', 1, width] }), this.sequence()])
  }
}

/** Each step adds one value [batch, time, 4] of order 1. */
const steps: Record<string, (w: Writer, lengths: number) => number> = {
  binary: (w) => w.op(w.pick(['add', 'subtract', 'multiply']), [w.sequence(), w.sequence()]),
  divide: (w) => {
    const positive = w.op('softplus', [w.sequence()])
    return w.op('divide', [w.sequence(), w.op('add', [positive, w.op('constant', [], { shape: [], values: [1] })])])
  },
  unary: (w) => w.op(w.pick(['tanh', 'sigmoid', 'gelu', 'silu', 'softplus']), [w.sequence()]),
  linear: (w) => w.op('linear', [w.sequence(), w.weight(width, width), w.pick([null, w.weight(width)])]),
  matmul: (w) => w.op('matmul', [w.sequence(), w.weight(width, width)], { transposeB: w.pick([true, false]) }),
  // A residual connection: other ops still need the operand when the sum is written.
  residual: (w) => {
    const x = w.sequence()
    return w.op('add', [x, w.op('linear', [w.op('tanh', [x]), w.weight(width, width)])])
  },
  layerNorm: (w) =>
    w.op('layerNorm', [w.sequence(), w.weight(width), w.pick([null, w.weight(width)])], { epsilon: 0.1 }),
  softmax: (w) => w.op('softmax', [w.sequence()], { axis: w.pick([1, 2]) }),
  attention: (w, lengths) => {
    const valid = w.pick([null, lengths])
    return w.op('attention', [w.sequence(), w.sequence(), w.sequence(), valid], {
      heads: 2,
      causal: w.pick([true, false]),
    })
  },
  conv1d: (w) => w.op('conv1d', [w.sequence(), w.weight(width, width, 2), null], { dilation: w.pick([1, 2]) }),
  rejoined: (w) => {
    const start = w.pick([0, 1, 3, 4])
    const both = w.op('concat', [w.sequence(), w.sequence()], { axis: 2 })
    return w.op('slice', [both], { axis: 2, start, end: start + width })
  },
  turned: (w) => {
    const turned = w.op('transpose', [w.sequence()], { axes: [0, 2, 1] })
    return w.op('transpose', [w.op('tanh', [turned])], { axes: [0, 2, 1] })
  },
  rotary: (w) => w.op('rotary', [w.sequence()], { heads: w.pick([1, 2]) }),
  last: (w, lengths) => w.spread(w.op('last', [w.sequence(), w.pick([null, lengths])])),
  // Not subtract: the mean of x - mean(x) is 0, and has no digits to compare.
  mean: (w) => w.op('add', [w.sequence(), w.op('mean', [w.sequence()], { axes: [1], keep: true })]),
  repeat: (w) => w.op('repeat', [w.op('mean', [w.sequence()], { axes: [1], keep: true })], { axis: 1, times: 'time' }),
  rnn: (w, lengths) => recurrent(w, 'rnn', 1, lengths),
  gru: (w, lengths) => recurrent(w, 'gru', 3, lengths),
  lstm: (w, lengths) => recurrent(w, 'lstm', 4, lengths),
  sLstm: (w) =>
    w.op('sLstm', [w.op('linear', [w.sequence(), w.weight(4 * width, width), null]), w.weight(4 * width, 2)], {}, 5),
  scan: (w) => w.op('scan', [w.op('sigmoid', [w.sequence()]), w.sequence(), null], {}, 2),
}

function recurrent(w: Writer, kind: string, gates: number, lengths: number): number {
  const weights = [w.weight(gates * width, width), w.weight(gates * width, width)]
  const biases = [w.pick([null, w.weight(gates * width)]), w.pick([null, w.weight(gates * width)])]
  const states = (kind === 'lstm' ? [0, 1] : [0]).map(() => w.pick([null, w.op('last', [w.sequence()])]))
  const inputs = [w.sequence(), ...weights, ...biases, ...states, w.pick([null, lengths])]
  const first = w.op(kind, inputs, { reverse: w.pick([true, false]) }, 1 + states.length)
  // Sometimes only a final state is used, and no gradient reaches the first output.
  return w.pick([first, first, w.spread(first + states.length)])
}

export function randomProgram(length: number, values: Values): RandomProgram {
  const writer = new Writer(values)
  const lengths = writer.source('input', values.lengths(['batch'], values.sizes.time))
  for (let i = 0; i < 2; i++) {
    writer.sequences.push(writer.source('input', values.uniform(['batch', 'time', width])))
  }
  for (let i = 0; i < length; i++) {
    const step = writer.pick(Object.keys(steps))
    writer.sequences.push(steps[step](writer, lengths))
  }
  const { ops, sources, sequences } = writer
  const last = sequences[sequences.length - 1]
  return { data: { ops, outputs: { y: last }, loss: null, metrics: {} }, values: sources, sequences }
}
