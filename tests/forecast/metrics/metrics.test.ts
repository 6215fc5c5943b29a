import { describe, expect, it } from 'vitest'
import { owa } from '../../../src/forecast/backtest/owa.ts'
import * as metrics from '../../../src/forecast/metrics/index.ts'

const { bias, coverage, crps, errorScale, mae, mape, mase, mse, pinball, rmse, rmsse, smape, wape, width, winkler } =
  metrics

// Errors 1, -2, 4; the third actual value is missing.
const actual = [3, 0, Number.NaN, 10]
const forecast = [2, 2, 99, 6]

describe('metrics equal values computed by hand', () => {
  it('errors in the unit of the series', () => {
    expect(mae(actual, forecast)).toBeCloseTo(7 / 3, 12)
    expect(mse(actual, forecast)).toBeCloseTo(21 / 3, 12)
    expect(rmse(actual, forecast)).toBeCloseTo(Math.sqrt(7), 12)
  })

  it('errors in percent', () => {
    // The actual 0 has no percentage, but a symmetric one: 200 * 2 / 2.
    expect(mape(actual, forecast)).toBeCloseTo((100 * (1 / 3 + 4 / 10)) / 2, 12)
    expect(smape(actual, forecast)).toBeCloseTo((200 / 5 + 200 + (200 * 4) / 16) / 3, 12)
    expect(smape([0], [0])).toBe(0)
  })

  it('errors in percent of the total', () => {
    expect(wape(actual, forecast)).toBeCloseTo((100 * (1 + 2 + 4)) / (3 + 0 + 10), 12)
    expect(bias(actual, forecast)).toBeCloseTo((100 * (-1 + 2 - 4)) / (3 + 0 + 10), 12)
    // Totals are of absolute values: the sign of the error stays, and sums that cancel do not divide.
    expect(bias([-5, 5], [-4, 6])).toBe(20)
    expect(wape([-5, 5], [-4, 6])).toBe(20)
  })

  it('errors in units of the naive forecast', () => {
    // Changes over 2 steps: 4, -, -, -3
    const scale = errorScale([1, 2, 5, Number.NaN, 2], 2)
    expect(scale).toEqual({ absolute: 3.5, squared: 12.5 })
    expect(mase(actual, forecast, scale.absolute)).toBeCloseTo(7 / 3 / 3.5, 12)
    expect(rmsse(actual, forecast, scale.squared)).toBeCloseTo(Math.sqrt(7 / 12.5), 12)
    expect(mase(actual, forecast, [1, 2, 1, 4])).toBeCloseTo((1 + 1 + 1) / 3, 12)
    expect(owa({ smape: 12, mase: 1 }, { smape: 16, mase: 2 })).toBe(0.625)
  })

  it('scores of quantiles', () => {
    expect(pinball([10, 10], [8, 13], 0.9)).toBeCloseTo((0.9 * 2 + 0.1 * 3) / 2, 12)
    expect(pinball(actual, forecast, 0.5)).toBeCloseTo(mae(actual, forecast) / 2, 12)
    expect(crps(actual, [0.5], [forecast])).toBeCloseTo(mae(actual, forecast), 12)
    // Levels 0.2 and 0.8 stand for half of all levels each: 2 * 0.5 * (0.2 * 2 + 0.2 * 1)
    expect(crps([5], [0.2, 0.8], [[3], [6]])).toBeCloseTo(0.6, 12)
  })

  it('scores of intervals', () => {
    const [lower, upper] = [
      [2, 1, 0, 0],
      [4, 2, 1, 9],
    ]
    expect(coverage(actual, lower, upper)).toBeCloseTo(1 / 3, 12)
    expect(coverage([2, 4], [2, 0], [9, 4])).toBe(1)
    expect(width(actual, lower, upper)).toBeCloseTo((2 + 1 + 9) / 3, 12)
    // 10 times the distance outside an interval of 80 %: 1 below, 1 above.
    expect(winkler(actual, lower, upper, 0.8)).toBeCloseTo((2 + 11 + 19) / 3, 12)
  })
})

it('the CRPS of 999 quantiles equals that of their distribution', () => {
  // Uniform on [0, 1] and y in it: y^3 / 3 + (1 - y)^3 / 3.
  const levels = Array.from({ length: 999 }, (_, i) => (i + 1) / 1000)
  const y = 0.3
  expect(
    crps(
      [y],
      levels,
      levels.map((level) => [level]),
    ),
  ).toBeCloseTo(y ** 3 / 3 + (1 - y) ** 3 / 3, 5)
})

describe('metrics without a defined value', () => {
  it('are NaN without an actual value', () => {
    expect(mae([Number.NaN], [1])).toBeNaN()
    expect(rmse([], [])).toBeNaN()
    expect(coverage([], [], [])).toBeNaN()
    expect(mape([0], [1])).toBeNaN()
    expect(wape([0, 0], [1, 2])).toBeNaN()
    expect(bias([0, 0], [1, 2])).toBeNaN()
    expect(bias([], [])).toBeNaN()
  })

  it('are NaN for a history whose season repeats, or that is too short', () => {
    expect(mase([1], [2], errorScale([1, 2, 1, 2], 2).absolute)).toBeNaN()
    expect(mase([1], [2], errorScale([1], 2).absolute)).toBeNaN()
    expect(owa({ smape: 1, mase: 1 }, { smape: 0, mase: 1 })).toBeNaN()
  })

  it('are NaN, not skipped, for a forecast that is NaN', () => {
    expect(mae([1, 2], [1, Number.NaN])).toBeNaN()
    expect(coverage([1, 2], [0, 0], [3, Number.NaN])).toBeNaN()
  })
})

it('metrics refuse arrays of different lengths, and shares and levels outside 0 to 1', () => {
  expect(() => mae([1, 2], [1])).toThrow('Expected forecast to have a number for each of 2 actual values, got 1')
  expect(() => mase([1, 2], [1, 2], [1])).toThrow('Expected scale to have a number for each of 2')
  expect(() => crps([1], [0.1, 0.9], [[0]])).toThrow('an array of quantiles for each of 2 levels, got 1')
  expect(() => winkler([1], [0], [2], 80)).toThrow('between 0 and 1, got 80')
  expect(() => pinball([1], [0], 90)).toThrow('level between 0 and 1, got 90')
})
