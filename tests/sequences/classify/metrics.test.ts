import { describe, expect, it } from 'vitest'
import { fitTemperature, softmaxOf } from '../../../src/sequences/classify/temperature.ts'
import { type ClassPrediction, classificationScores, regressionScores } from '../../../src/sequences/index.ts'
import { randomNumbers } from './waves.ts'

const rows = [
  [0.6, 0.3, 0.1],
  [0.2, 0.5, 0.3],
  [0.1, 0.8, 0.1],
  [0.3, 0.3, 0.4],
  [0.2, 0.2, 0.6],
  [0.1, 0.1, 0.8],
  [0.5, 0.25, 0.25],
  [0.7, 0.2, 0.1],
]
const prediction: ClassPrediction = {
  labels: ['a', 'b', 'b', 'c', 'c', 'c', 'a', 'a'],
  probabilities: rows.map((row) => Float64Array.from(row)),
  classes: ['a', 'b', 'c'],
}
const labels = ['a', 'a', 'b', 'b', 'c', 'c', 'c', 'a']

describe('classificationScores', () => {
  it('gives the numbers of scikit-learn 1.9', () => {
    const scores = classificationScores(labels, prediction)
    expect(scores.accuracy).toBe(0.625)
    expect(scores.balancedAccuracy).toBeCloseTo(0.611111111111111, 12)
    expect(scores.f1).toBeCloseTo(0.611111111111111, 12)
    expect(scores.auc).toBeCloseTo(0.8583333333333334, 12)
    expect(scores.logLoss).toBeCloseTo(0.7530397964973825, 12)
    expect(scores.confusion).toEqual([
      [2, 1, 0],
      [0, 1, 1],
      [1, 0, 2],
    ])
    expect(scores.classes).toEqual(['a', 'b', 'c'])
  })

  it('leaves classes without a sequence out of the means', () => {
    const two = {
      ...prediction,
      labels: prediction.labels.slice(0, 2),
      probabilities: prediction.probabilities.slice(0, 2),
    }
    const scores = classificationScores(['a', 'a'], two)
    expect(scores.balancedAccuracy).toBe(0.5)
    expect(scores.f1).toBeCloseTo(1 / 3, 12) // a: precision 1, recall 1/2; b: 0
    expect(scores.auc).toBeNaN()
  })

  it('has a finite log loss for a class that was thought impossible', () => {
    const sure = { labels: ['a'], probabilities: [Float64Array.of(1, 0)], classes: ['a', 'b'] }
    expect(classificationScores(['b'], sure).logLoss).toBeCloseTo(-Math.log(1e-15), 9)
  })

  it('names a label that is no class, and one of another type', () => {
    expect(() => classificationScores([...labels.slice(1), 'd'], prediction)).toThrow(/label 7.*\(a, b, c\), got "d"/)
    const numbers = { labels: [1, 2], probabilities: [Float64Array.of(1, 0), Float64Array.of(0, 1)], classes: [1, 2] }
    expect(() => classificationScores(['1', '2'], numbers)).toThrow(/got "1". The string differs from the number/)
    expect(() => classificationScores(['a'], prediction)).toThrow(/Expected 8 labels.*got 1/)
  })

  it.each<[string, unknown, string, RegExp]>([
    [
      'NaN',
      [
        [Number.NaN, Number.NaN],
        [0, 1],
      ],
      'ERR_RANGE',
      /add up to 1, got NaN, NaN in row 0/,
    ],
    [
      'scores',
      [
        [0, 1],
        [3, -2],
      ],
      'ERR_RANGE',
      /add up to 1, got 3, -2 in row 1/,
    ],
    ['a short row', [[1], [0, 1]], 'ERR_SHAPE', /Expected 2 probabilities in row 0, one for each class, got 1/],
    ['no row', [[0, 1], null], 'ERR_TYPE', /row 1 of the probabilities to be an array of numbers, got nothing/],
    ['fewer rows', [[0, 1]], 'ERR_DATA', /probabilities of 2 sequences.*got 1/],
  ])('refuses %s as probabilities', (_, probabilities, code, message) => {
    const wrong = { labels: ['a', 'b'], probabilities, classes: ['a', 'b'] } as ClassPrediction
    expect(() => classificationScores(['a', 'b'], wrong)).toThrow(expect.objectContaining({ code }))
    expect(() => classificationScores(['a', 'b'], wrong)).toThrow(message)
  })

  it('refuses no predictions, and classes that are named twice', () => {
    expect(() => classificationScores([], { labels: [], probabilities: [], classes: ['a', 'b'] })).toThrow(/got none/)
    const twice = { labels: ['a'], probabilities: [Float64Array.of(1, 0)], classes: ['a', 'a'] }
    expect(() => classificationScores(['a'], twice)).toThrow(/2 classes that differ, got some twice/)
  })
})

describe('regressionScores', () => {
  it('gives root mean squared error, mean absolute error and the share of variance', () => {
    expect(regressionScores([1, 2, 3], [1, 2, 4])).toEqual({ rmse: Math.sqrt(1 / 3), mae: 1 / 3, r2: 0.5 })
    expect(regressionScores([2, 2], [1, 3]).r2).toBeNaN()
    // The mean of three times 0.1 is not exactly 0.1.
    expect(regressionScores([0.1, 0.1, 0.1], [0.1, 0.2, 0.1]).r2).toBeNaN()
    expect(() => regressionScores([1], [1, 2])).toThrow(/for each of 1 labels, got 2/)
    expect(() => regressionScores([1, Number.NaN], [1, 2])).toThrow(/finite labels, got NaN at index 1/)
  })
})

describe('a temperature', () => {
  it('is found again if the labels are drawn from the probabilities', () => {
    const [n, classes, random] = [20_000, 3, randomNumbers(4)]
    const scores = Float64Array.from({ length: n * classes }, () => 10 * (random() - 0.5))
    for (const temperature of [0.3, 1, 4]) {
      const codes = Int32Array.from({ length: n }, (_, i) => {
        const [a, b] = softmaxOf(scores.subarray(i * classes, (i + 1) * classes), temperature)
        const u = random()
        return u < a ? 0 : u < a + b ? 1 : 2
      })
      expect(fitTemperature(scores, codes, classes) / temperature).toBeCloseTo(1, 1)
    }
  })

  it('leaves doubt if all of few cases are right', () => {
    const scores = Float64Array.of(1, -1, 1, -1, -1, 1, -1, 1)
    const temperature = fitTemperature(scores, Int32Array.of(0, 0, 1, 1), 2)
    // Of n = 4 cases the right class counts as (n + 1) / (n + 2).
    expect(softmaxOf(scores.subarray(0, 2), temperature)[0]).toBeCloseTo(5 / 6, 3)
  })

  it('is defined for scores that do not differ', () => {
    expect(fitTemperature(new Float64Array(6), Int32Array.of(0, 1, 0), 2)).toBeGreaterThan(0)
  })
})
