import { describe, expect, it } from 'vitest'
import { rmsle } from '../../../src/forecast/metrics/index.ts'

describe('rmsle', () => {
  it('is the root mean square of the difference of logarithms of one plus the value', () => {
    expect(rmsle([0, 99], [0, 9])).toBeCloseTo(Math.log(10) / Math.SQRT2, 12)
    expect(rmsle([3], [1])).toBeCloseTo(Math.log(2), 12)
  })

  it('skips missing and negative values, and takes a negative forecast for 0', () => {
    expect(rmsle([Number.NaN, -5, 3], [1, 1, 1])).toBeCloseTo(Math.log(2), 12)
    expect(rmsle([3], [-7])).toBeCloseTo(Math.log(4), 12)
    expect(rmsle([-1], [1])).toBeNaN()
  })

  it('is NaN for a forecast that is NaN: such a forecast is wrong, not missing', () => {
    expect(rmsle([1, 2], [1, Number.NaN])).toBeNaN()
  })
})
