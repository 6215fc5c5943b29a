import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantileOf } from '../../src/series/values/aggregate.ts'
import { boxCox, boxCoxLambda, inverseBoxCox } from '../../src/series/values/box_cox.ts'
import { difference, integrate } from '../../src/series/values/difference.ts'
import { categoriesIn, oneHot, ordinal } from '../../src/series/values/encode.ts'
import { eachGap, fill } from '../../src/series/values/fill.ts'
import { clip, flagOutside, outlierLimits, removeOutside } from '../../src/series/values/outliers.ts'
import { rolling, rollingStatistics } from '../../src/series/values/rolling.ts'
import { fitScaler, scale, scalerKinds, unscale } from '../../src/series/values/scalers.ts'
import { shift } from '../../src/series/values/shift.ts'

const of = (...values: number[]) => Float64Array.from(values)
const arrays = fc
  .array(fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constant(NaN)), { maxLength: 40 })
  .map((values) => Float64Array.from(values))
const isThere = (value: number) => !Number.isNaN(value)

describe('fill', () => {
  const gaps = of(NaN, 1, NaN, NaN, 4, NaN)

  it.for([
    ['previous', [NaN, 1, 1, 1, 4, 4]],
    ['next', [1, 1, 4, 4, 4, NaN]],
    ['linear', [1, 1, 2, 3, 4, 4]],
    ['constant', [0, 1, 0, 0, 4, 0]],
    ['none', [NaN, 1, NaN, NaN, 4, NaN]],
  ] as const)('%s', ([method, expected]) => {
    expect(Array.from(fill(gaps, method))).toEqual(expected)
  })

  it('seasonal draws lines between values of the same phase', () => {
    expect(Array.from(fill(of(1, 10, NaN, NaN, 3, 30), 'seasonal', { season: 2 }))).toEqual([1, 10, 2, 20, 3, 30])
    expect(Array.from(fill(of(1, NaN, 3, 8), 'seasonal', { season: 2 }))).toEqual([1, 8, 3, 8])
  })

  it('leaves gaps over the limit, and series without a value', () => {
    expect(Array.from(fill(gaps, 'linear', { limit: 1 }))).toEqual([1, 1, NaN, NaN, 4, 4])
    expect(Array.from(fill(of(NaN, NaN), 'linear'))).toEqual([NaN, NaN])
  })

  it('never changes a value, and linear leaves no gap', () => {
    fc.assert(
      fc.property(arrays, fc.constantFrom('previous', 'next', 'linear', 'seasonal', 'constant'), (values, method) => {
        const before = values.slice()
        const filled = fill(values, method, { season: 3 })
        expect(values).toEqual(before)
        values.forEach((value, row) => {
          if (isThere(value)) expect(filled[row]).toBe(value)
        })
        if (method === 'linear' && values.some(isThere)) eachGap(filled, () => expect.fail('a gap is left'))
      }),
    )
  })
})

describe('rolling', () => {
  /** The definition, over a list of values. */
  const plain = {
    mean: (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length,
    std: (values: number[]): number => {
      const mean = plain.mean(values)
      return values.length > 1
        ? Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
        : NaN
    },
    sum: (values: number[]) => values.reduce((a, b) => a + b, 0),
    min: (values: number[]) => Math.min(...values),
    max: (values: number[]) => Math.max(...values),
    quantile: (values: number[]) =>
      quantileOf(
        values.toSorted((a, b) => a - b),
        0.3,
      ),
  }

  it.for(rollingStatistics)('%s is computed for each window', (statistic) => {
    fc.assert(
      fc.property(
        arrays,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        (values, window, minPeriods) => {
          const result = rolling(values, statistic, { window, minPeriods, quantile: 0.3 })
          values.forEach((_, row) => {
            const own = Array.from(values.subarray(Math.max(0, row - window + 1), row + 1)).filter(isThere)
            const expected = own.length < minPeriods ? NaN : plain[statistic](own)
            if (Number.isNaN(expected)) expect(result[row]).toBeNaN()
            else expect(result[row]).toBeCloseTo(expected, 8)
          })
        },
      ),
    )
  })

  it('uses all rows up to the current one in an infinite window', () => {
    const result = rolling(of(3, NaN, 1, 2), 'mean', { window: Number.POSITIVE_INFINITY })
    expect(Array.from(result)).toEqual([3, 3, 2, 2])
  })

  it('keeps no rounding error of a large value that left the window', () => {
    const result = rolling(of(1e16, 1, 2, 3, 4), 'mean', { window: 2 })
    expect(Array.from(result.subarray(2))).toEqual([1.5, 2.5, 3.5])
  })
})

it('shift moves values down and up', () => {
  expect(Array.from(shift(of(1, 2, 3), 1))).toEqual([NaN, 1, 2])
  expect(Array.from(shift(of(1, 2, 3), -1))).toEqual([2, 3, NaN])
  expect(Array.from(shift(of(1, 2), 5))).toEqual([NaN, NaN])
  expect(Array.from(shift(of(1, 2), -5))).toEqual([NaN, NaN])
})

it('integrate undoes difference', () => {
  const whole = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 10, maxLength: 30 })
  fc.assert(
    fc.property(whole, fc.integer({ min: 1, max: 9 }), (list, lag) => {
      const values = Float64Array.from(list)
      const changes = difference(values, lag).subarray(lag)
      expect(integrate(changes, values.subarray(0, lag), lag)).toEqual(values.subarray(lag))
      expect(difference(values, lag).subarray(0, lag).every(Number.isNaN)).toBe(true)
    }),
  )
})

describe('Box-Cox', () => {
  const positive = fc.double({ min: 0.01, max: 1e4, noNaN: true })

  it('is undone by its inverse', () => {
    fc.assert(
      fc.property(positive, fc.double({ min: -1, max: 2, noNaN: true }), (value, lambda) => {
        const [back] = inverseBoxCox(boxCox(of(value), lambda), lambda)
        expect(Math.abs(back / value - 1)).toBeLessThan(1e-6)
      }),
    )
  })

  it('is the logarithm at 0 and a shift at 1', () => {
    expect(Array.from(boxCox(of(1, Math.E), 0))).toEqual([0, 1])
    expect(boxCox(of(5), 1)[0]).toBeCloseTo(4)
  })

  it('gives a finite value for a forecast outside of its range', () => {
    expect(inverseBoxCox(of(-5), 0.5)[0]).toBe(0)
  })

  it('finds the lambda that makes values normal', () => {
    // Quantiles of Tukey's lambda distribution are near enough to normal quantiles to find the maximum.
    const normal = Array.from({ length: 199 }, (_, k) => (k + 1) / 200).map(
      (p) => (p ** 0.135 - (1 - p) ** 0.135) / 0.1975,
    )
    const lambdaOf = (transform: (z: number) => number) => boxCoxLambda([Float64Array.from(normal, transform)])
    expect(lambdaOf((z) => Math.exp(z))).toBeCloseTo(0, 1)
    expect(lambdaOf((z) => (z + 10) ** 2)).toBeCloseTo(0.5, 1)
    expect(lambdaOf((z) => z + 10)).toBeCloseTo(1, 0)
  })

  it('finds the same lambda as a grid search over the likelihood', () => {
    const values = of(112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 200, 310, 260, 420)
    const likelihood = (lambda: number) => {
      const y = boxCox(values, lambda)
      const mean = y.reduce((a, b) => a + b) / y.length
      const variance = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length
      return (
        (-y.length / 2) * Math.log(variance) + (lambda - 1) * values.reduce((sum, value) => sum + Math.log(value), 0)
      )
    }
    const grid = Array.from({ length: 3001 }, (_, k) => k / 1000 - 1).map((lambda) => lambda || 1e-9)
    const best = grid.reduce((a, b) => (likelihood(b) > likelihood(a) ? b : a))
    expect(boxCoxLambda([values])).toBeCloseTo(best, 2)
  })

  it('gives the lambda 1 for values that do not vary', () => {
    expect(boxCoxLambda([of(5, 5, 5), of(NaN)])).toBe(1)
  })
})

describe('scalers', () => {
  it.for([
    ['standard', 3, Math.sqrt(2)],
    ['robust', 3, 2],
    ['minMax', 1, 4],
  ] as const)('%s', ([kind, location, size]) => {
    const scaler = fitScaler(kind, of(5, 1, NaN, 4, 2, 3))
    expect(scaler.location).toBeCloseTo(location)
    expect(scaler.scale).toBeCloseTo(size)
  })

  it('are inverted by unscale, and do not change in JSON', () => {
    fc.assert(
      fc.property(arrays, fc.constantFrom(...scalerKinds), (values, kind) => {
        const scaler = JSON.parse(JSON.stringify(fitScaler(kind, values)))
        expect(scaler).toEqual(fitScaler(kind, values))
        unscale(scale(values, scaler), scaler).forEach((value, row) => {
          if (isThere(values[row])) expect(value).toBeCloseTo(values[row], 8)
        })
      }),
    )
  })

  it('only shift constant values, and ignore missing ones', () => {
    expect(fitScaler('standard', of(0.1, 0.1, 0.1))).toMatchObject({ scale: 1 })
    expect(fitScaler('robust', of(NaN))).toEqual({ kind: 'robust', location: 0, scale: 1 })
  })
})

describe('outliers', () => {
  const values = of(1, 2, 3, 4, 5, 6, 7, 8, 9, 1000, NaN)

  it.for(['iqr', 'mad'] as const)('are found by %s', (method) => {
    const limits = outlierLimits(values, method)
    expect(Array.from(flagOutside(values, limits))).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, NaN])
    expect(Array.from(removeOutside(values, limits)).slice(8)).toEqual([9, NaN, NaN])
    expect(clip(values, limits)[9]).toBe(limits.high)
  })

  it('are missed by zScore among few values, as they raise the standard deviation', () => {
    expect(flagOutside(values, outlierLimits(values, 'zScore'))[9]).toBe(0)
    expect(flagOutside(values, outlierLimits(values, 'zScore', 2))[9]).toBe(1)
  })

  it('do not exist without a spread', () => {
    expect(outlierLimits(of(0, 0, 0, 0, 9), 'mad')).toEqual({
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    })
  })
})

describe('encoding', () => {
  const weather = ['sun', null, 'rain', 'sun']

  it('gives categories numbers, and columns of 0 and 1', () => {
    expect(categoriesIn(weather)).toEqual(['rain', 'sun'])
    expect(categoriesIn([10, 9, NaN, 2])).toEqual(['2', '9', '10'])
    const codes = ordinal('weather', weather, ['rain', 'sun'])
    expect(Array.from(codes)).toEqual([1, NaN, 0, 1])
    expect(oneHot(codes, ['rain', 'sun']).map((values) => Array.from(values))).toEqual([
      [0, 0, 1, 0],
      [1, 0, 0, 1],
    ])
  })

  it('refuses unknown values, or reads them as missing', () => {
    expect(() => ordinal('weather', ['snow'], ['rain', 'sun'])).toThrow(
      /column "weather".*got "snow" \(row 0\).*unseen/,
    )
    expect(Array.from(ordinal('weather', ['snow'], ['rain'], 'missing'))).toEqual([NaN])
  })
})
