import { describe, expect, it } from 'vitest'
import { binding } from '../../src/addon/index.ts'
import type { ProgramData } from '../../src/addon/types.ts'
import { add, gru, input, last, linear, Model, mse, type Value } from '../../src/nn/index.ts'
import { compile } from '../../src/nn/values/program.ts'

const names = ({ ops }: ProgramData, kind: string) =>
  ops.filter((op) => op.kind === kind).map(({ attributes }) => attributes.name)

function build(): ProgramData {
  const x = input(['batch', 'time', 2])
  const y = input(['batch', 1])
  const encoder = gru(x, { hiddenSize: 4, name: 'encoder' })
  const unused = linear(x, 100)
  expect(unused.shape).toEqual(['batch', 'time', 100])
  const forecast = linear(linear(last(encoder.output), 3), 1)
  return compile({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y) })
}

describe('compile', () => {
  it('takes the ops that are needed, in the order in which they were made', () => {
    const program = build()
    expect(program.ops.map(({ kind }) => kind).filter((kind) => kind !== 'parameter')).toEqual([
      'input',
      'input',
      'gru',
      'last',
      'linear',
      'linear',
      'mse',
    ])
    expect(names(program, 'input')).toEqual(['x', 'y'])
    expect(names(program, 'parameter')).toEqual([
      'encoder.weight_ih',
      'encoder.weight_hh',
      'encoder.bias_ih',
      'encoder.bias_hh',
      'linear0.weight',
      'linear0.bias',
      'linear1.weight',
      'linear1.bias',
    ])
  })

  it('gives the same Program for the same model, whatever was made before', () => {
    expect(build()).toEqual(build())
  })

  it('numbers the values of ops with several outputs', () => {
    const { ops, loss, outputs } = build()
    const recurrent = ops.findIndex(({ kind }) => kind === 'gru')
    const next = ops.findIndex(({ kind }) => kind === 'last')
    expect(ops[next].inputs).toEqual([recurrent])
    // The op gru has two outputs. So the value of each later op has a number one above the position of the op.
    expect(loss).toBe(ops.length)
    expect(outputs.forecast).toBe(ops.length - 1)
  })

  it('names the recurrent layers that a value depends on, for their hidden norms', async () => {
    const x = input(['batch', 'time', 2])
    const first = gru(x, { hiddenSize: 3 })
    const second = gru(x, { hiddenSize: 3, name: 'second' })
    const third = gru(x, { hiddenSize: 3 })
    const both = add(last(first.output), last(third.output))
    const program = compile({ inputs: { x }, outputs: { both, other: second.hidden } })
    const graph = new binding.Graph(program)
    const data = { x: { shape: [1, 4, 2], data: new Float32Array(8) } }
    const namesFor = async (value: number) => {
      const options = { outputs: [value], seed: 0, training: false, inputGradients: [] }
      const { tape } = await graph.record(data, options)
      return Object.keys((await tape.backward([null], {})).hiddenNorms)
    }
    expect(await namesFor(program.outputs.both)).toEqual(['gru0', 'gru1'])
    expect(await namesFor(program.outputs.other)).toEqual(['second'])
  })

  it('names recurrent ops without a name by kind and number', async () => {
    const source = (kind: string, name: string, shape: (number | string)[]) => ({
      kind,
      inputs: [],
      attributes: { name, shape, ...(kind === 'input' ? { type: 'float32' } : {}) },
    })
    const ops = [
      source('input', 'x', ['batch', 'time', 2]),
      source('parameter', 'weight_ih', [3, 2]),
      source('parameter', 'weight_hh', [3, 3]),
      { kind: 'rnn', inputs: [0, 1, 2], attributes: {} },
    ]
    const graph = new binding.Graph({ ops, outputs: { y: 3 }, loss: null, metrics: {} })
    const options = { outputs: [3], seed: 0, training: false, inputGradients: [] }
    const { tape } = await graph.record({ x: { shape: [1, 4, 2], data: new Float32Array(8) } }, options)
    expect(Object.keys((await tape.backward([null], {})).hiddenNorms)).toEqual(['rnn3'])
  })

  it('shares given weights', () => {
    const x = input(['batch', 2])
    const first = linear(x, 2)
    const [, weight, bias] = first.operation.inputs as Value<[number, number]>[]
    const second = linear(first, 2, { weights: { weight, bias: bias as unknown as Value<[number]> } })
    expect(names(compile({ inputs: { x }, outputs: { second } }), 'parameter')).toEqual([
      'linear0.weight',
      'linear0.bias',
    ])
  })

  const x = input(['batch', 2])
  const y = linear(x, 1)
  it.for<[string, () => unknown, string]>([
    [
      'an input without a name',
      () => compile({ inputs: {}, outputs: { y } }),
      'of shape [batch, 2] without a name, which linear reads',
    ],
    ['an input that nothing reads', () => compile({ inputs: { x, z: input([1]) }, outputs: { y } }), '"z"'],
    ['one input under two names', () => compile({ inputs: { a: x, b: x }, outputs: { y } }), 'as "a" and as "b"'],
    ['an input not made by input()', () => compile({ inputs: { x, y }, outputs: { y } }), 'made by input()'],
    [
      'something else as a value',
      () => new Model({ inputs: { x }, outputs: { y: 3 as never } }),
      'to be a Value, got 3',
    ],
    ['two layers with one name', () => named('a', 'a'), 'got "a" twice'],
    ['a name with odd characters', () => named('a b', 'c'), 'got "a b"'],
  ])('refuses %s', ([, make, message]) => {
    expect(make).toThrow(expect.objectContaining({ code: 'ERR_PROGRAM', message: expect.stringContaining(message) }))
  })

  function named(first: string, second: string) {
    return compile({ inputs: { x }, outputs: { y: linear(linear(x, 2, { name: first }), 2, { name: second }) } })
  }
})
