import { describe, expect, it } from 'vitest'
import { checkMetric, distanceFromBest, metricNamed, nameOfScore } from '../../../src/forecast/backtest/named_metric.ts'
import { scorePoints } from '../../../src/forecast/backtest/scores.ts'
import { metrics } from '../../../src/forecast/metrics/index.ts'

const ones = Float64Array.of(1, 1)
const points = {
  actual: Float64Array.of(2, 4),
  mean: Float64Array.of(3, 4),
  levels: [0.1, 0.5, 0.9],
  quantiles: [Float64Array.of(1, 5), Float64Array.of(3, 6), Float64Array.of(5, 7)],
  absoluteScale: ones,
  squaredScale: ones,
}

describe('a metric', () => {
  it.each(metrics.map((metric) => [metric.name, metric] as const))('%s has a score of its name', (name, metric) => {
    const score = nameOfScore(metric, 0.8)
    expect(score).toBe(metric.of === 'interval' ? `${name}80` : name)
    expect(scorePoints(points)).toHaveProperty([score])
    expect(metricNamed(score)?.metric).toBe(metric)
    for (const text of [metric.label, metric.definition, metric.source]) expect(text).not.toBe('')
  })

  it('of quantiles or intervals has no score without levels', () => {
    const scores = scorePoints({ ...points, levels: [], quantiles: [] })
    expect(Object.keys(scores)).toEqual(metrics.flatMap(({ name, of }) => (of === 'mean' ? [name] : [])))
  })

  it('of an interval is known by its share', () => {
    expect(metricNamed('coverage80')?.share).toBeCloseTo(0.8, 12)
    expect(metricNamed('winkler99.5')?.share).toBeCloseTo(0.995, 12)
    for (const name of ['coverage', 'coverage0', 'coverage100', 'coveragex', 'masee', 'mas']) {
      expect(metricNamed(name)).toBeUndefined()
    }
  })
})

describe('which of two scores is better', () => {
  it('is the lower error, and the coverage nearer to the share of its interval', () => {
    const best = (score: string, values: number[]) =>
      values.toSorted((a, b) => distanceFromBest(score, a) - distanceFromBest(score, b))[0]
    expect(best('mase', [0.9, 0.7, 1.2])).toBe(0.7)
    expect(best('coverage80', [0.5, 0.83, 0.99, 0.7])).toBe(0.83)
  })

  it('is refused for a metric that does not say it, and for one that is not known', () => {
    expect(checkMetric('winkler80')).toBe('winkler80')
    expect(() => checkMetric('width80')).toThrow(/got "width80", which cannot rank forecasts/)
    expect(() => checkMetric('mas')).toThrow(
      /one of mae, .*, or a metric of an interval, for example .*winkler80, got "mas"/,
    )
  })
})
