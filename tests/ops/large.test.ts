import { describe, it } from 'vitest'
import type { Attributes } from '../../src/addon/types.ts'
import { checkCase, tolerance } from './check.ts'
import { generator, type Value, Values } from './values.ts'

const [B, T] = ['batch', 'time'] as const

/** The inputs of a recurrent op with I = 70 features and H = 130 units. */
const recurrent =
  (gates: number) =>
  (values: Values): (Value | null)[] => {
    const weight = (fanIn: number) => values.uniform([gates * 130, fanIn], -2 / Math.sqrt(fanIn), 2 / Math.sqrt(fanIn))
    const states = [values.uniform([B, 130]), ...(gates === 4 ? [values.uniform([B, 130])] : [])]
    const lengths = values.lengths([B], values.sizes.time)
    return [
      values.uniform([B, T, 70]),
      weight(70),
      weight(130),
      values.uniform([gates * 130]),
      null,
      ...states,
      lengths,
    ]
  }

const cases: [string, Attributes, (values: Values) => (Value | null)[]][] = [
  ['rnn', {}, recurrent(1)],
  ['lstm', {}, recurrent(4)],
  ['lstm', { reverse: true }, recurrent(4)],
  ['gru', {}, recurrent(3)],
  ['gru', { reset: 'before' }, recurrent(3)],
  ['linear', {}, (values) => [values.uniform([B, T, 530]), values.uniform([310, 530]), values.uniform([310])]],
  ['linear', {}, (values) => [values.uniform([B, T, 3]), values.uniform([1100, 3]), null]],
  ['matmul', { transposeA: true }, (values) => [values.uniform([B, 450, 37]), values.uniform([B, 450, 70])]],
  ['matmul', { transposeB: true }, (values) => [values.uniform([B, T, 450]), values.uniform([70, 450])]],
  ['conv1d', {}, (values) => [values.uniform([B, T, 65]), values.uniform([70, 65, 3]), values.uniform([70])]],
  ['layerNorm', {}, (values) => [values.uniform([B, T, 1025]), values.uniform([1025]), values.uniform([1025])]],
  ['softmax', {}, (values) => [values.uniform([B, 259], -4, 4)]],
  ['softmax', { axis: 0 }, (values) => [values.uniform([B, 70], -4, 4)]],
  ['mse', {}, (values) => [values.uniform([B, T, 100]), { ...values.uniform([B, T, 100]), differentiated: false }]],
]

describe('at sizes larger than the blocks of the kernels', () => {
  it.each(cases)('%s %o agrees with its reference', async (kind, attributes, build) => {
    const sizes = { batch: 21, time: 5 }
    const test = { kind, attributes, inputs: build(new Values(1, sizes)) }
    await checkCase(test, sizes, generator(2), { ...tolerance, most: 3 })
  })

  // A block has 64 queries and 64 keys.
  it.each([
    { causal: false, width: 24, valid: [150, 131] },
    { causal: true, width: 24, valid: [150, 131] },
    { causal: false, width: 2, valid: [150, 0] },
    { causal: true, width: 140, valid: [65, 64] },
  ])('attention over many keys agrees with its reference: %o', async ({ causal, width, valid }) => {
    const sizes = { batch: 2, time: 150 }
    const values = new Values(1, sizes)
    const each = () => values.uniform([B, T, width])
    const inputs = [each(), each(), each(), values.given([B], valid, 'int32')]
    await checkCase({ kind: 'attention', attributes: { heads: 2, causal }, inputs }, sizes, generator(2), {
      ...tolerance,
      most: 3,
    })
  })
})
