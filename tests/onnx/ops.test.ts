// Runs every op in ONNX Runtime, on the random cases of the ops, and random Programs of several ops.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binding } from '../../src/addon/index.ts'
import type { ProgramData, Tensors } from '../../src/addon/types.ts'
import { modelBytes } from '../../src/onnx/graph/model_bytes.ts'
import { lowerings } from '../../src/onnx/ops/index.ts'
import { programOnnx } from '../../src/onnx/program/model_onnx.ts'
import type { CheckOne } from '../ops/cases/define.ts'
import { cases } from '../ops/cases/index.ts'
import { randomProgram } from '../ops/random_program.ts'
import { programOf, toTensor } from '../ops/run.ts'
import { type Value, Values } from '../ops/values.ts'
import { evaluate } from '../reference/program.ts'
import type { DoubleTensor } from '../reference/tensor.ts'
import { runOnnx } from './run.ts'

/** Compares numbers, NaN included, with an error that grows with the largest of them. */
function expectNear(what: string, actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length, `the count of ${what}`).toBe(expected.length)
  const scale = Array.from(expected).reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1)
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i]) || Math.abs(actual[i] - expected[i]) <= tolerance * scale) continue
    if (Number.isNaN(actual[i]) && Number.isNaN(expected[i])) continue
    throw new Error(`${what}, element ${i}: Expected ${expected[i]}, got ${actual[i]}`)
  }
}

const parametersOf = ({ ops }: ProgramData, tensors: Tensors): Tensors =>
  Object.fromEntries(
    ops.filter(({ kind }) => kind === 'parameter').map(({ attributes: { name } }) => [name, tensors[String(name)]]),
  )

/** Runs a Program in ONNX Runtime and by the references in double precision. */
async function compare(
  data: ProgramData,
  values: ReadonlyMap<string, Value>,
  wanted: readonly number[],
  sizes: { batch: number; time: number },
): Promise<void> {
  const outputs = Object.fromEntries(wanted.map((number) => [`wanted${number}`, number]))
  const tensors = Object.fromEntries([...values].map(([name, { tensor, type }]) => [name, toTensor(tensor, type)]))
  const bytes = modelBytes(programOnnx('program', { ...data, outputs }, parametersOf(data, tensors)).graph, {})
  const found = await runOnnx(bytes, tensors)
  const known = new Map([...values].map(([name, { tensor }]) => [name, tensor as DoubleTensor]))
  evaluate(data, known, wanted as number[], sizes).forEach((expected, k) => {
    const name = `wanted${wanted[k]}`
    expect(found[name].shape, `shape of ${name}`).toEqual(expected.shape)
    expectNear(name, found[name].data, expected.data, 2e-5)
  })
}

const checkOne: CheckOne = async (test, sizes, choose) => {
  const asParameter = test.inputs.map(
    (value, k) => k > 0 && value?.type === 'float32' && value.dims.every(Number.isInteger) && choose() < 0.6,
  )
  const { data, first, values } = programOf(test, asParameter)
  const specs = test.inputs.map((value) => value && { shape: value.dims, type: value.type })
  const count = binding.infer(test.kind, specs, test.attributes ?? {}).length
  await compare(
    data,
    values,
    Array.from({ length: count }, (_, i) => first + i),
    sizes as never,
  )
}

describe('ops in ONNX Runtime agree with their references', () => {
  const ours = cases.filter(({ kind }) => kind in lowerings)

  it.each(ours.map(({ kind, title, check }) => [kind, title, check] as const))(
    '%s %s',
    (_kind, _title, check) => check(checkOne),
    300_000,
  )
})

describe('Programs of several ops in ONNX Runtime', () => {
  const drawn = fc.record({
    length: fc.integer({ min: 1, max: 12 }),
    sizes: fc.record({ batch: fc.constantFrom(1, 2, 3), time: fc.constantFrom(1, 2, 4) }),
    seed: fc.nat(),
  })

  it('agree with the composed references', async () => {
    const check = async ({
      length,
      sizes,
      seed,
    }: {
      length: number
      sizes: { batch: number; time: number }
      seed: number
    }) => {
      const { data, values } = randomProgram(length, new Values(seed, sizes))
      await compare(data, values, Object.values(data.outputs), sizes)
    }
    await fc.assert(fc.asyncProperty(drawn, check), { seed: 20_260_731, numRuns: 100 })
  }, 300_000)
})

describe('the table of lowerings', () => {
  it('has every op of the addon besides sources and losses', () => {
    const sources = ['input', 'parameter', 'constant']
    const losses = ['mse', 'mae', 'huber', 'quantile', 'gaussian', 'studentT', 'negativeBinomial', 'crossEntropy']
    expect(new Set(Object.keys(lowerings))).toEqual(
      new Set(binding.opKinds().filter((kind) => ![...sources, ...losses, 'sumOfLosses'].includes(kind))),
    )
  })
})
