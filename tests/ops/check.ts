// Compares an op of the addon with its reference: shapes, outputs and the gradients by every float input.
import fc from 'fast-check'
import { it } from 'vitest'
import { binding } from '../../src/addon/index.ts'
import { expectClose, expectGradient } from '../reference/compare.ts'
import { linearise, sample } from '../reference/gradient.ts'
import { reference } from '../reference/index.ts'
import { resolve } from '../reference/shape.ts'
import type { DoubleTensor } from '../reference/tensor.ts'
import type { Sizes } from '../reference/types.ts'
import { runCase } from './run.ts'
import { type Case, generator, Values } from './values.ts'

/**
 * Allowed errors in units of the scale of an element (see `reference/gradient.ts`): some ten units in the last place
 * forward and forty backward. Wherever the terms of a gradient do not cancel to a hundredth,
 * this is far inside a relative error of 1e-3. Where an op loses digits within its own formula,
 * `floor` is the least scale of its gradients; the numbers that go in are of order 1.
 * Of inputs with more than `most` elements a sample is differenced.
 */
export const tolerance = { forward: 1e-6, backward: 4e-6, floor: 0, most: 40 }
export type Tolerance = typeof tolerance

/** Checks one case; `choose` decides what does not change the result: threads, which inputs are parameters. */
export async function checkCase(test: Case, sizes: Sizes, choose: () => number, allowed = tolerance): Promise<void> {
  const { kind, attributes = {}, inputs } = test
  const op = (tensors: readonly (DoubleTensor | null)[]) => reference[kind](tensors, attributes, sizes)
  const tensors = inputs.map((value) => value?.tensor ?? null)
  const shapes = op(tensors).map(({ shape }) => shape)

  const specs = binding.infer(
    kind,
    inputs.map((value) => value && { shape: value.dims, type: value.type }),
    attributes,
  )
  const inferred = specs.map(({ shape }) => `[${shape.map((dim) => resolve(dim, sizes))}]`).join()
  const expected = shapes.map((shape) => `[${shape}]`).join()
  if (inferred !== expected) throw new Error(`${kind}: expected shapes ${expected}, got ${inferred}`)

  const values = new Values(Math.floor(choose() * 2 ** 31), sizes)
  const silent = shapes.length > 1 && choose() < 0.4 ? Math.floor(choose() * shapes.length) : -1
  const cotangents = shapes.map((shape, k) => (k === silent ? null : values.uniform(shape).tensor))
  // The first float input stays an input, so that every Program has one.
  const trainable = inputs.map((value, k) => k > 0 && !!value?.differentiated && value.dims.every(Number.isInteger))
  const asParameter = trainable.map((can) => can && choose() < 0.6)
  const threads = 1 + Math.floor(choose() * 4)

  const elements = (k: number, length: number) =>
    inputs[k]?.differentiated ? sample(length, allowed.most, choose) : []
  const point = linearise(op, tensors, cotangents, elements)
  const { outputs, gradients } = await runCase(test, { asParameter, cotangents, threads })
  outputs.forEach((output, k) => {
    expectClose(`${kind}, output ${k}`, output, point.outputs[k], allowed.forward, point.outputScales[k])
  })
  gradients.forEach((gradient, k) => {
    const expected = point.gradients[k]
    if (!gradient || !expected) return
    const scale = expected.scale.map((size) => Math.max(size, allowed.floor))
    expectGradient(`${kind}, gradient by input ${k}`, gradient, { ...expected, scale }, allowed.backward)
  })
}

export interface Agreement extends Partial<Tolerance> {
  runs?: number
}

/** Emulated machines and sanitizers take many times as long, and are given the first few of the same cases. */
const share = Number(process.env.GATECAST_CASES_SHARE ?? 1)

/**
 * A test that the addon agrees with the reference on random cases. `describe` draws what a failure is shrunk over
 * (sizes, attributes, which inputs are there); `build` makes the inputs from it.
 */
export function agrees<T>(
  name: string,
  description: fc.Arbitrary<T>,
  build: (drawn: T, values: Values) => Case | null,
  { runs = 60, ...allowed }: Agreement = {},
): void {
  const sizesOf = (drawn: T): Sizes => ({ batch: 1, time: 1, ...(drawn as Partial<Sizes>) })
  it(name, async () => {
    const property = fc.asyncProperty(description, fc.integer({ min: 0 }), async (drawn, seed) => {
      const sizes = sizesOf(drawn)
      const test = build(drawn, new Values(seed, sizes))
      fc.pre(test !== null)
      await checkCase(test as Case, sizes, generator(seed + 1), { ...tolerance, ...allowed })
    })
    await fc.assert(property, {
      seed: 20_260_731,
      numRuns: Math.ceil(runs * share),
      interruptAfterTimeLimit: 240_000,
      markInterruptAsFailure: true,
    })
  }, 300_000)
}
