import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binding } from '../../src/addon/index.ts'
import type { OpData } from '../../src/addon/types.ts'
import { expectClose, expectGradient } from '../reference/compare.ts'
import { linearise, sample } from '../reference/gradient.ts'
import { evaluate } from '../reference/program.ts'
import type { DoubleTensor } from '../reference/tensor.ts'
import { randomProgram, sourcesOf } from './random_program.ts'
import { flatten, runProgram, toTensor } from './run.ts'
import { type Value, Values } from './values.ts'

const drawn = fc.record({
  length: fc.integer({ min: 1, max: 12 }),
  sizes: fc.record({ batch: fc.constantFrom(1, 2, 3), time: fc.constantFrom(1, 2, 4) }),
  outputs: fc.integer({ min: 1, max: 3 }),
  threads: fc.integer({ min: 1, max: 4 }),
  seed: fc.nat(),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

const everyCase = (check: (test: Drawn) => Promise<void>) =>
  fc.assert(fc.asyncProperty(drawn, check), { seed: 20_260_731, numRuns: 60 })

function make({ length, sizes, outputs, seed }: Drawn) {
  const values = new Values(seed, sizes)
  const program = randomProgram(length, values)
  const { sequences } = program
  // Wants the last value and some values in the middle of the program. Other values must not reuse their memory.
  const others = Array.from({ length: outputs - 1 }, () => sequences[Math.floor(values.random() * sequences.length)])
  const wanted = [...new Set([sequences[sequences.length - 1], ...others])]
  const cotangents = wanted.map(() => values.uniform(['batch', 'time', 4]).tensor)
  // The graph refuses gradients by inputs on which the outputs do not depend.
  const reached = sourcesOf(program.data, wanted)
  const sources = [...program.values].map(([name, value]): [string, Value] => [
    name,
    { ...value, differentiated: value.differentiated && reached.has(name) },
  ])
  return { data: program.data, values: new Map(sources), wanted, cotangents, random: values.random }
}

const tensorsOf = (values: ReadonlyMap<string, Value>, tensors: readonly (DoubleTensor | null)[]) =>
  new Map([...values.keys()].map((name, i) => [name, tensors[i] as DoubleTensor]))

describe('a Program of several ops', () => {
  it('has the outputs and gradients of the composed references', async () => {
    await everyCase(async (test) => {
      const { data, values, wanted, cotangents, random } = make(test)
      const sources = [...values.values()]
      const point = linearise(
        (tensors) => evaluate(data, tensorsOf(values, tensors), wanted, test.sizes),
        sources.map(({ tensor }) => tensor),
        cotangents,
        (k, length) => (sources[k].differentiated ? sample(length, 12, random) : []),
      )
      const { outputs, gradients } = await runProgram(data, values, wanted, { cotangents, threads: test.threads })
      outputs.forEach((output, k) => {
        expectClose(`value ${wanted[k]}`, output, point.outputs[k], 4e-6, point.outputScales[k])
      })
      ;[...values.keys()].forEach((name, k) => {
        const [gradient, expected] = [gradients.get(name), point.gradients[k]]
        if (!gradient || !expected) return
        const scale = expected.scale.map((size) => Math.max(size, 1e-2))
        expectGradient(`gradient by ${name}`, gradient, { ...expected, scale }, 2e-5)
      })
    })
  }, 300_000)

  it('predicts the values that it records, in batches of any size', async () => {
    await everyCase(async (test) => {
      const { data, values, wanted, cotangents } = make(test)
      const recorded = await runProgram(data, values, wanted, { cotangents })
      const graph = new binding.Graph({
        ...data,
        outputs: Object.fromEntries(wanted.map((value, k) => [`y${k}`, value])),
      })
      graph.setWeights(flatten(graph.parameters, (name) => (values.get(name) as Value).tensor.data))
      const inputs = graph.inputs.map(({ name }) => [name, values.get(name) as Value] as const)
      const tensors = Object.fromEntries(inputs.map(([name, { tensor, type }]) => [name, toTensor(tensor, type)]))
      for (const batchSize of [1, 2, 100]) {
        const predicted = await graph.predict(tensors, { batchSize, threads: test.threads })
        recorded.outputs.forEach(({ shape, data: expected }, k) => {
          expectClose(`y${k}`, predicted[`y${k}`], { shape, data: Float64Array.from(expected) }, 1e-5)
        })
      }
    })
  }, 300_000)

  it('gives the same bits in every backward pass over one tape', async () => {
    await everyCase(async (test) => {
      const { data, values, wanted, cotangents } = make(test)
      const graph = new binding.Graph(data)
      graph.setWeights(flatten(graph.parameters, (name) => (values.get(name) as Value).tensor.data))
      const names = graph.inputs.map(({ name }) => name)
      const inputs = names.map((name) => [name, values.get(name) as Value] as const)
      const tensors = Object.fromEntries(inputs.map(([name, { tensor, type }]) => [name, toTensor(tensor, type)]))
      const inputGradients = names.filter((name) => values.get(name)?.differentiated)
      const options = { outputs: wanted, seed: 1, training: true, inputGradients, threads: test.threads }
      const { tape } = await graph.record(tensors, options)
      const seeds = cotangents.map((cotangent) => toTensor(cotangent))
      const first = await tape.backward(seeds, {})
      await tape.backward(
        seeds.map(() => null),
        {},
      )
      expect(await tape.backward(seeds, {})).toEqual(first)
    })
  }, 300_000)
})

describe('a value that is two inputs of one op', () => {
  const sizes = { batch: 3, time: 5 }
  it.each(['add', 'subtract', 'multiply', 'divide'])('gets both gradients of %s', async (kind) => {
    const values = new Values(1, sizes)
    const x = values.apart(['batch', 'time', 4], 0.5)
    const ops: OpData[] = [
      { kind: 'input', inputs: [], attributes: { name: 'x', shape: x.dims, type: 'float32' } },
      { kind, inputs: [0, 0], attributes: {} },
    ]
    const data = { ops, outputs: { y: 1 }, loss: null, metrics: {} }
    const cotangent = values.uniform(x.dims).tensor
    const { gradients } = await runProgram(data, new Map([['x', x]]), [1], { cotangents: [cotangent] })
    const slope = { add: () => 2, subtract: () => 0, multiply: (v: number) => 2 * v, divide: () => 0 }[kind]
    const expected = x.tensor.data.map((v, i) => cotangent.data[i] * (slope?.(v) ?? 0))
    const scale = expected.map((value) => Math.max(Math.abs(value), 1))
    expectClose(
      kind,
      gradients.get('x') as { shape: number[]; data: Float32Array },
      { shape: [3, 5, 4], data: expected },
      1e-6,
      scale,
    )
  })
})

describe('sources', () => {
  it('constant gives its numbers', async () => {
    const ops: OpData[] = [
      { kind: 'input', inputs: [], attributes: { name: 'x', shape: ['batch', 2], type: 'float32' } },
      { kind: 'constant', inputs: [], attributes: { shape: [2], values: [0.5, -3] } },
      { kind: 'add', inputs: [0, 1], attributes: {} },
    ]
    const values = new Values(1, { batch: 2, time: 1 })
    const sources = new Map([['x', values.given(['batch', 2], [1, 2, 3, 4])]])
    const data = { ops, outputs: { y: 2 }, loss: null, metrics: {} }
    const { outputs } = await runProgram(data, sources, [2, 1], { cotangents: [null, null] })
    expect(outputs.map(({ data }) => Array.from(data))).toEqual([
      [1.5, -1, 3.5, 1],
      [0.5, -3],
    ])
  })
})
