import { expect, it } from 'vitest'
import { adam, adamW, cosineDecay, exponentialDecay, oneCycle, rmsProp, sgd, stepDecay } from '../../src/nn/index.ts'
import { inSteps } from '../../src/nn/training/schedules.ts'

it('schedules are given in epochs and converted to steps', () => {
  expect(inSteps(stepDecay({ every: 10, factor: 0.5, warmup: 0.5 }), 30, 8)).toMatchObject({ every: 80, warmup: 4 })
  expect(inSteps(cosineDecay(), 30, 8)).toMatchObject({ total: 240, floor: 0 })
  expect(inSteps(oneCycle({ epochs: 5 }), 30, 8)).toMatchObject({ total: 40, rise: 0.3, start: 0.04 })
})

it('an exponential schedule has the full rate in the first step and its floor in the last', () => {
  const rateOf = ({ warmup, factor, every, kind }: ReturnType<typeof inSteps>, step: number) =>
    kind === 'step' ? factor ** Math.floor((step - 1 - warmup) / every) : Number.NaN
  const schedule = inSteps(exponentialDecay(), 5, 20)
  expect(rateOf(schedule, 1)).toBe(1)
  expect(rateOf(schedule, 100)).toBeCloseTo(0.01, 12)
  expect(rateOf(schedule, 51) / rateOf(schedule, 50)).toBeCloseTo(rateOf(schedule, 2), 12)
  const warm = inSteps(exponentialDecay({ floor: 0.5, warmup: 1 }), 5, 20)
  expect([rateOf(warm, 21), rateOf(warm, 100)]).toEqual([1, expect.closeTo(0.5, 12)])
  expect(() => exponentialDecay({ floor: 0 })).toThrow(/floor of exponentialDecay to be above 0.*got 0.*cosineDecay/)
  expect(() => exponentialDecay({ floor: 2 })).toThrow(/at most 1, got 2/)
})

it("optimisers have PyTorch's defaults", () => {
  expect(adam()).toMatchObject({ learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 })
  expect(adamW()).toMatchObject({ kind: 'adamW', weightDecay: 0.01 })
  expect(sgd({ momentum: 0.9 })).toMatchObject({ learningRate: 0.01, momentum: 0.9, nesterov: false })
  expect(rmsProp()).toMatchObject({ learningRate: 0.01, alpha: 0.99 })
  expect(adam({ learningRate: undefined })).toEqual(adam())
})

it('a schedule may stand where the learning rate stands', () => {
  expect(adam({ learningRate: cosineDecay({ from: 3e-3, warmup: 1 }) })).toMatchObject({
    learningRate: 3e-3,
    schedule: { kind: 'cosine', warmup: 1 },
  })
  expect(sgd({ learningRate: stepDecay({ every: 2, factor: 0.5 }) })).toMatchObject({ learningRate: 0.01 })
  expect(adam({ learningRate: 2e-3 })).not.toHaveProperty('schedule')
  expect(() => adam({ learningRate: { kind: 'cosine', form: 1 } as never })).toThrow(/learningRate of adam.*"form"/)
  expect(() => adam({ learningRate: cosineDecay({ from: -1 }) })).toThrow(/from of cosineDecay/)
  expect(() => adam({ learningRate: '0.1' as never })).toThrow(/learningRate of adam to be a number/)
})
