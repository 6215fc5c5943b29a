// Compares an op of the addon with its reference: shapes, outputs, and the gradients by every float input.
import { binding } from '../../src/addon/index.ts'
import { expectClose, expectGradient } from '../reference/compare.ts'
import { linearise, sample } from '../reference/gradient.ts'
import { reference } from '../reference/index.ts'
import { resolve } from '../reference/shape.ts'
import type { DoubleTensor } from '../reference/tensor.ts'
import type { Sizes } from '../reference/types.ts'
import { runCase } from './run.ts'
import { type Case, Values } from './values.ts'

/**
 * The allowed errors, in units of the scale of an element (see `reference/gradient.ts`): about ten units in the last
 * place forward and forty backward. If the terms of a gradient do not cancel to less than a hundredth, this is far
 * below a relative error of 1e-3.
 *
 * If the formula of an op loses digits, `floor` is the smallest scale of its gradients; inputs are of order 1.
 * If an input has more than `most` elements, only a sample of them is differenced.
 */
export const tolerance = { forward: 1e-6, backward: 4e-6, floor: 0, most: 40 }
export type Tolerance = typeof tolerance

/** Checks one case. `choose` draws what must not change the result: the threads, and which inputs are parameters. */
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
  if (inferred !== expected) throw new Error(`${kind}: Expected shapes ${expected}, got ${inferred}`)

  const values = new Values(Math.floor(choose() * 2 ** 31), sizes)
  const silent = shapes.length > 1 && choose() < 0.4 ? Math.floor(choose() * shapes.length) : -1
  const cotangents = shapes.map((shape, k) => (k === silent ? null : values.uniform(shape).tensor))
  // The first input of the op stays an input, so that every Program has one.
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
