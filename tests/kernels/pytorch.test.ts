// Stacks of layers made of kernels, and single kernels, against results of PyTorch.
import { describe, expect, it } from 'vitest'
import * as native from '../../src/native/index.ts'
import { type LayerCase, layerCases, type OpCase, opCases, titleOf } from '../fixtures/read.ts'
import type { Floats } from './check.ts'

/** Tolerance 1e-5 absolute plus 1e-4 relative, as in the tests of layers. */
function expectNear(name: string, actual: Float32Array, expected: readonly number[]): void {
  expect(actual.length, `length of ${name}`).toBe(expected.length)
  const wrong = expected.findIndex((value, i) => !(Math.abs(actual[i] - value) <= 1e-5 + 1e-4 * Math.abs(value)))
  if (wrong >= 0) throw new Error(`${name}, element ${wrong}: expected ${expected[wrong]}, got ${actual[wrong]}`)
}

const floats = ({ data }: { data: readonly number[] }) => Float32Array.from(data)
const plus = (a: Float32Array, b: Float32Array) => a.map((value, i) => value + b[i])

/** Joins the rows of two matrices side by side, and splits them again. */
const join = (parts: Float32Array[], width: number): Float32Array =>
  Float32Array.from({ length: parts.length * parts[0].length }, (_, i) => {
    const [row, column] = [Math.floor(i / (parts.length * width)), i % (parts.length * width)]
    return parts[Math.floor(column / width)][row * width + (column % width)]
  })
const part = (whole: Float32Array, parts: number, width: number, p: number): Float32Array =>
  Float32Array.from({ length: whole.length / parts }, (_, i) => {
    const row = Math.floor(i / width)
    return whole[(row * parts + p) * width + (i % width)]
  })

const layers = {
  rnn_tanh: { states: ['hidden'], forward: native.rnnForward, backward: native.rnnBackward },
  rnn_relu: { states: ['hidden'], forward: native.rnnForward, backward: native.rnnBackward },
  gru: { states: ['hidden'], forward: native.gruForward as never, backward: native.gruBackward as never },
  lstm: { states: ['hidden', 'cell'], forward: native.lstmForward as never, backward: native.lstmBackward as never },
} satisfies Record<string, { states: string[]; forward: typeof native.rnnForward; backward: typeof native.rnnBackward }>

describe.each(['rnn_tanh', 'rnn_relu', 'gru', 'lstm'] as const)('%s', (kind) => {
  const { states, forward, backward } = layers[kind] as (typeof layers)['rnn_tanh']

  async function check({ options, lengths, input, initial, parameters, cotangents, results, gradients }: LayerCase) {
    const { hiddenSize, layers, bidirectional, nonlinearity } = options
    const [batch, time] = input.shape
    const directions = bidirectional ? 2 : 1
    const stateOf = (all: Float32Array, i: number) => all.slice(i * batch * hiddenSize, (i + 1) * batch * hiddenSize)
    const weights = (i: number) => {
      const suffix = `_l${Math.floor(i / directions)}${i % directions ? '_reverse' : ''}`
      const own = Object.entries(parameters).filter(([name]) => name.replace(/^\w+?_[ih]{2}/, '') === suffix)
      return Object.fromEntries(own.map(([name, value]) => [name.slice(0, -suffix.length), floats(value)]))
    }
    let x: Float32Array = floats(input)
    const passes: { saved: native.Saved<'rnn', object>; results: Floats }[] = []
    for (let l = 0; l < layers; l++) {
      const inputSize = l === 0 ? options.inputSize : directions * hiddenSize
      for (let d = 0; d < directions; d++) {
        const i = l * directions + d
        const first = initial ? states.map((state) => [state, stateOf(floats(initial[state]), i)]) : []
        const { saved, ...made } = await forward(
          {
            x,
            ...(weights(i) as { weight_ih: Float32Array; weight_hh: Float32Array }),
            ...Object.fromEntries(first),
            ...(lengths && { lengths: Int32Array.from(lengths) }),
          },
          { batch, time, inputSize, hiddenSize, reverse: d === 1, save: true, ...(nonlinearity && { nonlinearity }) },
        )
        passes.push({ saved: saved as never, results: made as unknown as Floats })
      }
      x = join(
        passes.slice(-directions).map(({ results }) => results.output),
        hiddenSize,
      )
    }
    expectNear('output', x, results.output.data)
    let dx: Float32Array = floats(cotangents.output)
    const parametersOf: Floats = {}
    const initialOf: Record<string, Float32Array[]> = Object.fromEntries(states.map((state) => [state, []]))
    for (let l = layers - 1; l >= 0; l--) {
      const given: Float32Array[] = []
      for (let d = directions - 1; d >= 0; d--) {
        const i = l * directions + d
        for (const state of states)
          expectNear(state, passes[i].results[state], Array.from(stateOf(floats(results[state]), i)))
        const back = (await backward(passes[i].saved as never, {
          output: part(dx, directions, hiddenSize, d),
          ...Object.fromEntries(states.map((state) => [state, stateOf(floats(cotangents[state]), i)])),
        })) as unknown as Floats
        given.push(back.x)
        for (const state of states) if (initial) initialOf[state][i] = back[state]
        for (const name of Object.keys(weights(i))) parametersOf[`${name}_l${l}${d ? '_reverse' : ''}`] = back[name]
      }
      dx = given.reduce(plus)
    }
    expectNear('gradient by input', dx, gradients.input.data)
    for (const [name, value] of Object.entries(gradients.parameters)) expectNear(name, parametersOf[name], value.data)
    for (const state of initial ? states : []) {
      const expected = gradients[`initial${state[0].toUpperCase()}${state.slice(1)}`] as { data: number[] }
      expectNear(
        `gradient by ${state}`,
        Float32Array.from(initialOf[state].flatMap((a) => Array.from(a))),
        expected.data,
      )
    }
  }

  it.each(layerCases(kind).map((stored) => [titleOf(stored), stored] as const))(
    'has the passes of PyTorch: %s',
    (_, stored) => check(stored),
  )
})

describe('single kernels give the results of PyTorch', () => {
  const opsOf = (...kinds: string[]) => opCases().filter(({ kind }) => kinds.includes(kind))
  const compare = (test: OpCase, out: Float32Array, gradients: (Float32Array | undefined)[]) => {
    expectNear('output', out, test.outputs[0].data)
    test.gradients.forEach((expected, k) => {
      if (expected) expectNear(`gradient ${k}`, gradients[k] as Float32Array, expected.data)
    })
  }

  it.each(opsOf('attention').map((test) => [JSON.stringify(test.attributes), test] as const))(
    'attention %s',
    async (_, test) => {
      const [q, k, v, valid] = test.inputs
      if (!q || !k || !v) throw new Error('Expected query, key and value')
      const [[batch, queries, keySize], [, keys, valueSize]] = [q.shape, v.shape]
      const sizes = { batch, queries, keys, keySize, valueSize }
      const arrays = {
        query: floats(q),
        key: floats(k),
        value: floats(v),
        ...(valid && { lengths: Int32Array.from(valid.data) }),
      }
      const { output, saved } = await native.attentionForward(arrays, { ...sizes, ...test.attributes, save: true })
      const { query, key, value } = await native.attentionBackward(saved, { output: floats(test.cotangents[0]) })
      compare(test, output, [query, key, value])
    },
  )

  it.each(opsOf('layerNorm').map((test) => [JSON.stringify(test.attributes), test] as const))(
    'layerNorm %s',
    async (_, test) => {
      const [x, gain, shift] = test.inputs.map((value) => floats(value as { data: number[] }))
      const [rows, columns] = test.outputs[0].shape
      const options = { rows, columns, ...test.attributes }
      const dy = floats(test.cotangents[0])
      const by = await native.layerNormBackward({ x, gain, shift }, dy, options)
      compare(test, await native.layerNorm({ x, gain, shift }, options), [by.x, by.gain, by.shift])
    },
  )

  it.each(opsOf('tanh', 'sigmoid', 'gelu', 'silu', 'softplus').map((test) => [test.kind, test] as const))(
    '%s',
    async (kind, test) => {
      const x = floats(test.inputs[0] as { data: number[] })
      const dx = await native.activationBackward(kind as native.Activation, x, floats(test.cotangents[0]))
      compare(test, native.activationSync(kind as native.Activation, x), [dx])
    },
  )
})
