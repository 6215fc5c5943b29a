// The index against numbers computed by hand, and its p-value against scipy.stats.chi2.sf.

import { populationStability } from 'gatecast'
import { describe, expect, it } from 'vitest'

describe('populationStability', () => {
  it('is the sum over bins of the difference of shares times the logarithm of their ratio', () => {
    // Bins up to 2 and above it: shares 1/2, 1/2 before, 1/4, 3/4 after.
    const { psi, pValue } = populationStability([1, 2, 3, 4], [1, 3, 3, 4], { bins: 2 })
    expect(psi).toBeCloseTo(0.25 * Math.log(3), 14)
    expect(pValue).toBeCloseTo(0.458601, 6) // scipy.stats.chi2.sf(psi / (1/4 + 1/4), 1)
  })

  it('has bins of equal shares of the values before, as numpy counts them', () => {
    const from = (first: number) => Array.from({ length: 100 }, (_, i) => first + i)
    expect(populationStability(from(1), from(31))).toEqual({
      psi: expect.closeTo(1.2696720062988547, 12),
      pValue: expect.closeTo(2.8428217312284155e-10, 18),
    })
    expect(populationStability(from(1), from(1))).toEqual({ psi: 0, pValue: 1 })
  })

  it('counts an empty bin as half a value, and missing values as a bin', () => {
    const shift = { psi: expect.closeTo(1.25 * Math.log(2), 14) }
    expect(populationStability([0, 0, 1, 1], [0, 0, 0, 0], { categorical: true })).toMatchObject(shift)
    const missing = Number.NaN
    expect(populationStability([5, 5, missing, missing], [5, 5, 5, 5])).toMatchObject(shift)
  })

  it('refuses what has no values', () => {
    expect(() => populationStability([], [1])).toThrow('Expected at least one value before and one after, got 0 and 1')
    expect(() => populationStability([1], [1], { bins: 1 })).toThrow(/^Expected bins to be/)
  })
})
