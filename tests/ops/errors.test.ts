import { describe, expect, it } from 'vitest'
import { binding } from '../../src/addon/index.ts'
import type { Attributes, DataType, Dim, OpData } from '../../src/addon/types.ts'

/** A shape of float32, a shape of int32, or an absent input. */
type Input = readonly Dim[] | { int32: readonly Dim[] } | null
type Refusal = [what: string, kind: string, inputs: Input[], attributes: Attributes, code: string]

const x: Dim[] = ['batch', 'time', 3]
const ids = { int32: ['batch'] as Dim[] }
const rnn: Input[] = [x, [5, 3], [5, 5]]
const loss: Input[] = [x, x]

const refusals: Refusal[] = [
  [
    'x without a time dimension',
    'rnn',
    [
      ['batch', 3],
      [5, 3],
      [5, 5],
    ],
    {},
    'ERR_SHAPE',
  ],
  ['weight_ih for other features', 'rnn', [x, [5, 4], [5, 5]], {}, 'ERR_SHAPE'],
  ['weight_hh that is not [G*H, H]', 'gru', [x, [15, 3], [15, 4]], {}, 'ERR_SHAPE'],
  ['weights with the gates of another op', 'lstm', [x, [15, 3], [15, 5]], {}, 'ERR_SHAPE'],
  ['a bias of another length', 'rnn', [...rnn, [4]], {}, 'ERR_SHAPE'],
  ['a hidden state of another size', 'rnn', [...rnn, null, null, ['batch', 4]], {}, 'ERR_SHAPE'],
  ['a hidden state of another batch', 'rnn', [...rnn, null, null, [2, 5]], {}, 'ERR_SHAPE'],
  ['lengths that are not one per row', 'rnn', [...rnn, null, null, null, { int32: ['time'] }], {}, 'ERR_SHAPE'],
  ['float lengths', 'rnn', [...rnn, null, null, null, ['batch']], {}, 'ERR_TYPE'],
  ['int32 where float32 belongs', 'rnn', [{ int32: x }, [5, 3], [5, 5]], {}, 'ERR_TYPE'],
  ['an unknown nonlinearity', 'rnn', rnn, { nonlinearity: 'swish' }, 'ERR_RANGE'],
  ['an unknown kind of reset', 'gru', [x, [15, 3], [15, 5]], { reset: 'never' }, 'ERR_RANGE'],
  ['a missing weight', 'rnn', [x, [5, 3]], {}, 'ERR_PROGRAM'],
  ['an absent weight', 'rnn', [x, [5, 3], null], {}, 'ERR_PROGRAM'],
  ['too many inputs', 'rnn', [...rnn, null, null, null, null, x], {}, 'ERR_PROGRAM'],
  ['a misspelt attribute', 'rnn', rnn, { backwards: true }, 'ERR_PROGRAM'],
  ['an attribute of another type', 'rnn', rnn, { reverse: 'yes' }, 'ERR_TYPE'],

  ['a weight for other features', 'linear', [x, [5, 4]], {}, 'ERR_SHAPE'],
  ['a weight of one dimension', 'linear', [x, [3]], {}, 'ERR_SHAPE'],
  ['a bias of another length', 'linear', [x, [5, 3], [3]], {}, 'ERR_SHAPE'],
  ['x without dimensions', 'linear', [[], [5, 3]], {}, 'ERR_SHAPE'],
  [
    'a last dimension that is a symbol',
    'linear',
    [
      ['batch', 'time'],
      [5, 3],
    ],
    {},
    'ERR_SHAPE',
  ],
  [
    'inner dimensions that differ',
    'matmul',
    [
      [2, 3],
      [4, 5],
    ],
    {},
    'ERR_SHAPE',
  ],
  [
    'leading dimensions that differ',
    'matmul',
    [
      ['batch', 2, 3],
      [7, 3, 5],
    ],
    {},
    'ERR_SHAPE',
  ],
  ['a vector', 'matmul', [[3], [3, 5]], {}, 'ERR_SHAPE'],
  ['float ids', 'embedding', [['batch'], [5, 2]], {}, 'ERR_TYPE'],
  ['a table of three dimensions', 'embedding', [ids, [5, 2, 2]], {}, 'ERR_SHAPE'],
  ['heads that do not divide', 'attention', [x, x, x], { heads: 2 }, 'ERR_SHAPE'],
  ['keys of another width', 'attention', [x, ['batch', 'time', 4], x], {}, 'ERR_SHAPE'],
  ['different numbers of keys and values', 'attention', [x, ['batch', 5, 3], ['batch', 6, 3]], {}, 'ERR_SHAPE'],
  [
    'causal with different numbers of queries and keys',
    'attention',
    [x, ['batch', 5, 3], ['batch', 5, 3]],
    { causal: true },
    'ERR_SHAPE',
  ],
  ['no heads', 'attention', [x, x, x], { heads: 0 }, 'ERR_RANGE'],
  ['a weight for other channels', 'conv1d', [x, [5, 4, 2]], {}, 'ERR_SHAPE'],
  ['no dilation', 'conv1d', [x, [5, 3, 2]], { dilation: 0 }, 'ERR_RANGE'],
  ['an unknown padding', 'conv1d', [x, [5, 3, 2]], { padding: 'full' }, 'ERR_RANGE'],
  ['a time dimension that varies', 'conv1d', [x, [5, 3, 2]], { padding: 'valid' }, 'ERR_SHAPE'],
  [
    'a kernel longer than time',
    'conv1d',
    [
      ['batch', 4, 3],
      [5, 3, 5],
    ],
    { padding: 'valid' },
    'ERR_SHAPE',
  ],

  ['a gain of another width', 'layerNorm', [x, [4]], {}, 'ERR_SHAPE'],
  ['an axis that x does not have', 'softmax', [x], { axis: 3 }, 'ERR_SHAPE'],
  ['a rate of 1', 'dropout', [x], { rate: 1 }, 'ERR_RANGE'],
  ['a rate below 0', 'dropout', [x], { rate: -0.1 }, 'ERR_RANGE'],
  ['no rate', 'dropout', [x], {}, 'ERR_PROGRAM'],
  ['sizes that cannot be stretched', 'add', [x, [4]], {}, 'ERR_SHAPE'],
  ['a symbol against a number', 'multiply', [x, [7, 3]], {}, 'ERR_SHAPE'],
  ['int32', 'tanh', [ids], {}, 'ERR_TYPE'],

  ['other dimensions that differ', 'concat', [x, ['batch', 5, 3]], { axis: 2 }, 'ERR_SHAPE'],
  ['an axis that x does not have', 'concat', [x, x], { axis: 3 }, 'ERR_SHAPE'],
  ['a range beyond the size', 'slice', [x], { axis: 2, end: 4 }, 'ERR_SHAPE'],
  ['an empty range', 'slice', [x], { axis: 2, start: 2, end: 2 }, 'ERR_SHAPE'],
  ['a dimension that varies', 'slice', [x], { axis: 1, end: 2 }, 'ERR_SHAPE'],
  ['another number of elements', 'reshape', [[2, 3]], { shape: [4, 2] }, 'ERR_SHAPE'],
  ['symbols that do not cancel', 'reshape', [['batch', 6]], { shape: ['time', 6] }, 'ERR_SHAPE'],
  ['two open dimensions', 'reshape', [[2, 3]], { shape: [-1, -1] }, 'ERR_SHAPE'],
  ['axes that are not a permutation', 'transpose', [x], { axes: [0, 1, 1] }, 'ERR_SHAPE'],
  ['too few axes', 'transpose', [x], { axes: [1, 0] }, 'ERR_SHAPE'],
  ['a time dimension that varies', 'patch', [x], { size: 2, stride: 1 }, 'ERR_SHAPE'],
  ['patches longer than time', 'patch', [['batch', 4, 3]], { size: 5, stride: 1 }, 'ERR_SHAPE'],
  ['no stride', 'patch', [['batch', 4, 3]], { size: 2, stride: 0 }, 'ERR_RANGE'],
  ['no copies', 'repeat', [x], { axis: 2, times: 0 }, 'ERR_SHAPE'],
  ['time copies of more than one step', 'repeat', [['batch', 2, 3]], { axis: 1, times: 'time' }, 'ERR_SHAPE'],
  ['x without a time dimension', 'last', [['batch', 3]], {}, 'ERR_SHAPE'],
  ['an axis that x does not have', 'sum', [x], { axes: [3] }, 'ERR_SHAPE'],
  ['an axis twice', 'mean', [x], { axes: [1, 1] }, 'ERR_SHAPE'],

  ['a target of another shape', 'mse', [x, ['batch', 'time']], {}, 'ERR_SHAPE'],
  ['a mask without the first dimensions of the target', 'mae', [...loss, ['time']], {}, 'ERR_SHAPE'],
  ['a weight without the first dimensions of the target', 'mae', [...loss, null, [3]], {}, 'ERR_SHAPE'],
  ['a delta of 0', 'huber', loss, { delta: 0 }, 'ERR_RANGE'],
  ['a last dimension that is not the levels', 'quantile', [x, ['batch', 'time']], { quantiles: [0.5] }, 'ERR_SHAPE'],
  ['a level of 1', 'quantile', [x, ['batch', 'time']], { quantiles: [0.1, 0.5, 1] }, 'ERR_RANGE'],
  ['a scale of another shape', 'gaussian', [x, ['batch', 'time'], x], {}, 'ERR_SHAPE'],
  ['degrees of another shape', 'studentT', [x, x, [3], x], {}, 'ERR_SHAPE'],
  ['a float label', 'crossEntropy', [x, ['batch', 'time']], {}, 'ERR_TYPE'],
  ['labels of another shape', 'crossEntropy', [x, ids], {}, 'ERR_SHAPE'],

  ['a kind that does not exist', 'convolve', [x], {}, 'ERR_PROGRAM'],
]

const specOf = (input: Input): { shape: readonly Dim[]; type: DataType } | null => {
  if (input === null) return null
  return 'int32' in input ? { shape: input.int32, type: 'int32' } : { shape: input, type: 'float32' }
}

const thrown = (call: () => unknown): unknown => {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('Expected an error')
}

describe('shape rules', () => {
  it.each(refusals.map(([what, kind, ...rest]) => [kind, what, ...rest] as const))(
    '%s refuses %s',
    (kind, _, inputs, attributes, code) => {
      const specs = inputs.map(specOf)
      expect(thrown(() => binding.infer(kind, specs, attributes))).toMatchObject({ name: 'GatecastError', code })

      const ops: OpData[] = specs.flatMap((spec, k) =>
        spec ? [{ kind: 'input', inputs: [], attributes: { name: `x${k}`, shape: spec.shape, type: spec.type } }] : [],
      )
      let next = 0
      const numbers = specs.map((spec) => (spec ? next++ : null))
      const program = {
        ops: [...ops, { kind, inputs: numbers, attributes }],
        outputs: { y: ops.length },
        loss: null,
        metrics: {},
      }
      expect(thrown(() => new binding.Graph(program))).toMatchObject({
        code,
        message: expect.stringContaining(`${kind} (op `),
      })
    },
  )
})
