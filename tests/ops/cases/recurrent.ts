// Random cases of rnn, lstm and gru.
import fc from 'fast-check'
import type { Attributes, Dim } from '../../../src/addon/types.ts'
import { rnnWith, sLstmWith } from '../../reference/recurrent.ts'
import { dims, few, type Sequence, sequence, wide } from '../draw.ts'
import type { Case, Values } from '../values.ts'
import { defineCases, type OpCases } from './define.ts'

export const kinds = { rnn: { gates: 1, states: 1 }, lstm: { gates: 4, states: 2 }, gru: { gates: 3, states: 1 } }
export type Kind = keyof typeof kinds

interface Drawn extends Sequence {
  I: number
  H: number
  reverse: boolean
  spelling: number
  present: { biasIh: boolean; biasHh: boolean; hidden: boolean; cell: boolean; lengths: boolean }
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  ...sequence,
  I: wide,
  H: wide,
  reverse: fc.boolean(),
  spelling: fc.nat(),
  present: fc.record({
    biasIh: fc.boolean(),
    biasHh: fc.boolean(),
    hidden: fc.boolean(),
    cell: fc.boolean(),
    lengths: fc.boolean(),
  }),
})

/** Limits the multiplications of one forward pass, because central differences run hundreds of passes. */
const affordable = (gates: number) => drawn.filter(({ batch, time, I, H }) => gates * batch * time * H * (I + H) < 1e5)

export function recurrentInputs(
  kind: Kind,
  values: Values,
  { I, H, present, ...rest }: Omit<Drawn, 'reverse' | 'spelling'>,
): Case['inputs'] {
  const { B, T } = dims(rest)
  const { gates, states } = kinds[kind]
  const weight = (fanIn: number) => {
    const bound = 2 / Math.sqrt(fanIn + 2)
    return values.uniform([gates * H, fanIn], -bound, bound)
  }
  const optional = (there: boolean, shape: Dim[]) => (there ? values.uniform(shape) : null)
  return [
    values.uniform([B, T, I]),
    weight(I),
    weight(H),
    optional(present.biasIh, [gates * H]),
    optional(present.biasHh, [gates * H]),
    optional(present.hidden, [B, H]),
    ...(states === 2 ? [optional(present.cell, [B, H])] : []),
    present.lengths ? values.lengths([B], rest.time) : null,
  ]
}

const title = 'gives the states and the gradients of its equations'

/** A kind, a title, and the ways to write the attributes of the same variant. */
const variants: readonly [kind: Kind, title: string, spellings: readonly Attributes[]][] = [
  ['rnn', `with tanh ${title}`, [{ nonlinearity: 'tanh' }, {}]],
  ['lstm', title, [{}]],
  ['gru', `with the reset after the matrix ${title}`, [{ reset: 'after' }, {}]],
  ['gru', `with the reset before the matrix ${title}`, [{ reset: 'before' }]],
]

const smooth = variants.map(([kind, name, spellings]) =>
  defineCases(kind, name, affordable(kinds[kind].gates), ({ reverse, spelling, ...rest }, values) => ({
    attributes: { ...spellings[spelling % spellings.length], ...(reverse ? { reverse } : {}) },
    inputs: recurrentInputs(kind, values, rest),
  })),
)

const relu = defineCases('rnn', `with relu ${title}`, affordable(1), ({ reverse, ...rest }, values) => {
  const attributes = { nonlinearity: 'relu', reverse }
  const inputs = recurrentInputs('rnn', values, rest)
  // A pre-activation at the kink has no derivative, so a case that comes near to it is drawn again.
  let nearest = Number.POSITIVE_INFINITY
  const tensors = inputs.map((value) => value?.tensor ?? null)
  const watched = rnnWith((a) => {
    nearest = Math.min(nearest, Math.abs(a))
    return Math.max(a, 0)
  })
  watched(tensors, attributes, rest)
  return nearest > 1e-3 ? { attributes, inputs } : null
})

const scanned = fc
  .record({
    ...sequence,
    // Sequences of one piece of 32 steps, and of two or three.
    time: fc.constantFrom(1, 2, 5, 31, 32, 33, 64, 65, 80),
    H: fc.oneof(few, wide),
    present: fc.boolean(),
  })
  .filter(({ batch, time, H }) => batch * time * H < 300)

const scan = defineCases('scan', title, scanned, ({ H, present, ...rest }, values) => {
  const { B, T } = dims(rest)
  // Products of many factors stay near 1, because differences would not show a gradient that vanishes.
  const inputs = [values.apart([B, T, H], 0.9, 1.05), values.uniform([B, T, H])]
  return { inputs: [...inputs, present ? values.uniform([B, H]) : null] }
})

const heads = fc
  .record({
    ...sequence,
    D: few,
    heads: fc.constantFrom(1, 2, 3),
    forget: fc.constantFrom('sigmoid', 'exponential'),
    present: fc.boolean(),
  })
  .filter(({ batch, time, D, heads }) => 4 * batch * time * D * heads * (D + 2) < 5e3)

const sLstm = defineCases('sLstm', title, heads, ({ D, heads, forget, present, ...rest }, values) => {
  const { B, T } = dims(rest)
  const H = D * heads
  const bound = 1 / Math.sqrt(D + 2)
  const state = () => values.uniform([B, H])
  const initial = present ? [state(), state(), values.uniform([B, H], 1, 2), state()] : []
  const inputs = [values.uniform([B, T, 4 * H]), values.uniform([4 * H, D], -bound, bound), ...initial]
  return awayFromKinks(inputs, forget) ? { attributes: { forget }, inputs } : null
})

/** Whether no stabiliser is near the kink of its maximum, where central differences fail. */
function awayFromKinks(inputs: Case['inputs'], forget: string): boolean {
  let nearest = Number.POSITIVE_INFINITY
  const tensors = inputs.map((value) => value?.tensor ?? null)
  sLstmWith((a, b) => {
    nearest = Math.min(nearest, Math.abs(a - b))
    return Math.max(a, b)
  })(tensors, { forget }, { batch: 1, time: 1 })
  return nearest > 1e-3
}

const smoothed = fc.record({ batch: few, time: fc.constantFrom(1, 2, 5, 9), M: fc.constantFrom(1, 2, 4, 12) })

const smoothing = defineCases(
  'smoothing',
  'gives level and season, and their gradients, also with missing values',
  smoothed,
  ({ time, M }, values) => {
    const mask = values.integers(['batch', time], 0, 3).tensor.data
    const share = () => values.uniform(['batch', 1], 0.05, 0.95)
    const inputs = [
      values.uniform(['batch', time]),
      { ...values.given(['batch', time], [...mask].map(Math.sign)), differentiated: false },
      share(),
      share(),
      values.uniform(['batch', 1]),
      values.uniform(['batch', M]),
    ]
    return { inputs }
  },
)

export const recurrent: readonly OpCases[] = [...smooth, relu, scan, sLstm, smoothing]
