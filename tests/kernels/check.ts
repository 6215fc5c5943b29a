// Compares both passes of a kernel with the double-precision reference of its op.
import fc from 'fast-check'
import { it } from 'vitest'
import type { Attributes, PlainArray } from '../../src/addon/types.ts'
import { tolerance } from '../ops/check.ts'
import { generator, type Value, Values } from '../ops/values.ts'
import { expectClose, expectGradient } from '../reference/compare.ts'
import { linearise, sample } from '../reference/gradient.ts'
import { reference } from '../reference/index.ts'
import type { DoubleTensor } from '../reference/tensor.ts'
import { unaligned } from './arrays.ts'

export type Floats = Record<string, Float32Array>

export interface KernelCase {
  readonly kind: string
  readonly attributes?: Attributes
  /** Arrays by name, in the order of the op's inputs; `null` if absent. */
  readonly inputs: Readonly<Record<string, Value | null>>
  readonly outputs: readonly string[]
  /** Runs both passes with the functions under test. */
  passes(arrays: Record<string, PlainArray>, gradients: Floats): Promise<{ results: Floats; gradients: Floats }>
}

const toArray = ({ type, tensor }: Value): PlainArray =>
  type === 'int32' ? Int32Array.from(tensor.data) : unaligned(Float32Array.from(tensor.data))

/** `floor` is the lowest scale of gradients, as in `tests/ops/check.ts`. */
async function checkKernel(test: KernelCase, choose: () => number, floor: number): Promise<void> {
  const { kind, attributes = {}, outputs } = test
  const names = Object.keys(test.inputs)
  const inputs = Object.values(test.inputs)
  const sizes = { batch: 1, time: 1 }
  const op = (tensors: readonly (DoubleTensor | null)[]) => reference[kind](tensors, attributes, sizes)
  const tensors = inputs.map((value) => value?.tensor ?? null)
  const values = new Values(Math.floor(choose() * 2 ** 31), sizes)
  const cotangents = op(tensors).map(({ shape }) => values.uniform(shape).tensor)
  const point = linearise(op, tensors, cotangents, (k, length) =>
    inputs[k]?.differentiated ? sample(length, tolerance.most, choose) : [],
  )
  const given = names.flatMap((name, k) => (inputs[k] ? [[name, toArray(inputs[k])] as const] : []))
  const seeds = outputs.map((name, k) => [name, unaligned(Float32Array.from(cotangents[k].data))] as const)
  const { results, gradients } = await test.passes(Object.fromEntries(given), Object.fromEntries(seeds))
  outputs.forEach((name, k) => {
    const actual = { shape: point.outputs[k].shape, data: results[name] }
    expectClose(`${kind}, ${name}`, actual, point.outputs[k], tolerance.forward, point.outputScales[k])
  })
  names.forEach((name, k) => {
    const expected = point.gradients[k]
    if (expected === null) return
    const actual = { shape: expected.shape, data: gradients[name] }
    const scale = expected.scale.map((size) => Math.max(size, floor))
    expectGradient(`${kind}, gradient by ${name}`, actual, { ...expected, scale }, tolerance.backward)
  })
}

/** Emulated machines and sanitizers are many times slower, so they run only the first of these cases. */
const share = Number(process.env.GATECAST_CASES_SHARE ?? 1)

/** Makes a test that both passes agree with the reference on random cases. */
export function agrees<T>(
  name: string,
  description: fc.Arbitrary<T>,
  build: (drawn: T, values: Values, threads: number) => KernelCase,
  floor = tolerance.floor,
): void {
  it(name, async () => {
    const property = fc.asyncProperty(description, fc.nat(), async (drawn, seed) => {
      const choose = generator(seed + 1)
      await checkKernel(
        build(drawn, new Values(seed, { batch: 1, time: 1 }), 1 + Math.floor(choose() * 3)),
        choose,
        floor,
      )
    })
    await fc.assert(property, { numRuns: Math.ceil(40 * share) })
  }, 300_000)
}
