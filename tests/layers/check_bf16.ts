// Compares layers in bf16 with layers in float32.
import { describe, expect, it } from 'vitest'
import { binding } from '../../src/addon/index.ts'
import type { Tensor } from '../../src/nn/index.ts'
import { type Make, random, stateOf } from './check.ts'

const precision = 'bf16'
const [batch, time, inputSize, hiddenSize] = [33, 9, 5, 17]
const options = { inputSize, hiddenSize, layers: 2, bidirectional: true, seed: 1 }
const { bf16 } = binding.cpuInfo()
// bf16 has eight significant bits. Errors of both signs add up over 9 steps and 2 layers.
const tolerance = 0.02

/**
 * Behaviour in bf16 that all three layers share. `states` are the final states of the layer. Gradients are compared if
 * the nonlinearity is smooth: with relu, rounding may move a unit past zero, where its slope is different.
 */
export function roundsInBf16(make: Make, states: readonly ('hidden' | 'cell')[], isSmooth = true): void {
  describe('in bf16', () => {
    const perState = (seed: number) =>
      Object.fromEntries(states.map((state, k) => [state, random([4, batch, hiddenSize], seed + k)]))
    const x = random([batch, time, inputSize], 2)
    const lengths = Array.from({ length: batch }, (_, b) => b % (time + 1))
    const given = { lengths, initial: perState(5) }
    const gradients = { output: random([batch, time, 2 * hiddenSize], 9), ...perState(7) }

    it('gives the results of float32, rounded if the processor has an engine for bf16', async () => {
      using layer = make(options)
      const [rounded, exact] = [await layer.forward(x, { ...given, precision }), await layer.forward(x, given)]
      const [back, exactBack] = [await rounded.backward(gradients), await exact.backward(gradients)]
      const values = ['output', ...states].map((name) => [name, stateOf(rounded, name), stateOf(exact, name)] as const)
      const slopes = Object.entries(exactBack.parameters).map(
        ([name, value]) => [`gradient by ${name}`, back.parameters[name], value] as const,
      )
      const input = ['gradient by x', back.input, exactBack.input] as const
      for (const [name, low, high] of isSmooth ? [...values, ...slopes, input] : values) {
        expect(relativeError(low, high), name).toBeLessThan(tolerance)
        expect(relativeError(low, high) === 0, `${name} is not rounded`).toBe(bf16 === null)
      }
    })

    it('gives the same bits on 1, 2 and 4 threads, and in predict and forward', async () => {
      using layer = make(options)
      const run = async (threads: number) => {
        const result = await layer.forward(x, { ...given, precision, threads })
        const values = Object.fromEntries(['output', ...states].map((name) => [name, stateOf(result, name)]))
        expect(await layer.predict(x, { ...given, precision, threads })).toEqual(values)
        return { values, gradients: await result.backward(gradients, { threads }) }
      }
      const first = await run(1)
      expect(await run(2)).toEqual(first)
      expect(await run(4)).toEqual(first)
    })

    it('is used only by calls that name it', async () => {
      using layer = make(options)
      const exact = await layer.predict(x)
      await layer.predict(x, { precision })
      expect(await layer.predict(x)).toEqual(exact)
      expect(await layer.predict(x, { precision: 'float32' })).toEqual(exact)
    })
  })
}

/** The norm of the difference, divided by the norm of `expected`. */
function relativeError(actual: Tensor, expected: Tensor): number {
  const values = Array.from(expected.data)
  return Math.hypot(...values.map((value, i) => actual.data[i] - value)) / Math.hypot(...values)
}
