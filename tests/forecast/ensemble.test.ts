import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ensemble } from '../../src/forecast/ensemble/ensemble.ts'
import { onSimplex } from '../../src/forecast/ensemble/weights.ts'
import { deepAr, drift, gru, mean, naive, seasonalNaive, theta } from '../../src/forecast/kinds/index.ts'
import { loadForecaster } from '../../src/forecast/stored.ts'
import { accidentalDeaths, airPassengers, normal, panelOf } from './data.ts'

const panel = panelOf({ a: [1, 2, 6, 7] })
const members = () => [naive({ horizon: 1 }), drift({ horizon: 1 }), mean({ horizon: 1 })]

it('an ensemble averages means, and quantiles level by level', async () => {
  // 7, 9 and 4.
  const model = ensemble(members())
  await model.fit(panel)
  const forecast = await model.predict(panel)
  const each = await Promise.all(members().map((member) => member.predict(panel)))
  expect(forecast.mean[0]).toBeCloseTo(20 / 3, 12)
  expect(forecast.quantiles[0][0]).toBeCloseTo(each.reduce((sum, { quantiles }) => sum + quantiles[0][0], 0) / 3, 12)
})

it('an ensemble takes the median with average: median', async () => {
  expect((await ensemble(members(), { average: 'median' }).predict(panel)).mean).toEqual(Float64Array.of(7))
  expect((await ensemble(members().slice(0, 2), { average: 'median' }).predict(panel)).mean).toEqual(Float64Array.of(8))
})

it('an ensemble refuses members with different horizons, no members, and an unknown average', () => {
  expect(() => ensemble([naive({ horizon: 1 }), naive({ horizon: 2 })])).toThrow(
    'forecasters with the same horizon, got 1, 2',
  )
  expect(() => ensemble([])).toThrow('Expected an array of one forecaster or more')
  expect(() => ensemble(members(), { average: 'mode' as 'mean' })).toThrow(
    'Expected average to be "mean", "median" or "weights", got "mode"',
  )
})

it('an ensemble refuses the same model twice, and takes other options or seeds', () => {
  expect(() => ensemble([naive({ horizon: 1 }), drift({ horizon: 1 }), naive({ horizon: 1 })])).toThrow(
    'got the same naive as members 1 and 3',
  )
  const one = gru({ horizon: 1 })
  expect(() => ensemble([one, one])).toThrow('got the same gru as members 1 and 2')
  expect(() => ensemble([one, gru({ horizon: 1 })])).toThrow('for example another seed')
  expect(ensemble([one, gru({ horizon: 1, seed: 1 }), gru({ horizon: 1, context: 5 })]).members).toHaveLength(3)
})

it('an ensemble keeps given weights, and checks them', async () => {
  const weights = [0.5, 0, 0.5]
  const model = ensemble(members(), { average: 'weights', weights })
  // 7, 9 and 4.
  expect((await model.predict(panel)).mean[0]).toBeCloseTo(5.5, 12)
  expect((await model.fresh().predict(panel)).mean[0]).toBeCloseTo(5.5, 12)
  const make = (options: object) => () => ensemble(members(), options)
  expect(make({ average: 'weights', weights: [1, 1] })).toThrow('a weight for each of 3 members, got 2')
  expect(make({ average: 'weights', weights: [1, 1, -1] })).toThrow('weights of 0 or more that sum to 1')
  expect(make({ average: 'weights', weights: [0.5, 0.5, 0.5] })).toThrow('which sum to 1.5')
  expect(make({ weights })).toThrow("Expected weights only with average: 'weights'")
  expect(make({ average: 'median', windows: 3 })).toThrow("Expected windows only with average: 'weights'")
  expect(make({ average: 'weights', weights, windows: 3 })).toThrow('got both')
})

it('learned weights are the least squares of the constrained problem', () => {
  // By hand: independent errors get weights inverse to their variance, and a member that only adds error gets none.
  const independent = onSimplex([
    [1, 0, 0],
    [0, 2, 0],
    [0, 0, 4],
  ])
  for (const [m, weight] of [4 / 7, 2 / 7, 1 / 7].entries()) expect(independent[m]).toBeCloseTo(weight, 9)
  const dominated = onSimplex([
    [1, 1.5],
    [1.5, 4],
  ])
  expect(dominated).toEqual([1, 0])
})

it('an ensemble learns that a member is better, and a file of it forecasts the same', async () => {
  // A random walk: the mean of all values is a poor forecast, the last value the best.
  const walk = (seed: number) => {
    let level = 100
    return Float64Array.from({ length: 120 }, (_, t) => {
      level += normal(t, seed)
      return level
    })
  }
  const data = panelOf({ a: walk(1), b: walk(2), c: walk(3) })
  const make = () => ensemble([naive({ horizon: 6 }), mean({ horizon: 6 })], { average: 'weights' })
  const model = make()
  expect([model.learns, model.weights, model.needs]).toEqual(['all series', undefined, 8])
  await expect(model.predict(data)).rejects.toThrow('Call fit first')
  await model.fit(data)
  const weights = model.weights ?? []
  expect(weights[0] + weights[1]).toBeCloseTo(1, 12)
  expect(weights[0]).toBeGreaterThan(0.8)
  const forecast = await model.predict(data)
  const folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  try {
    await model.save(join(folder, 'ensemble.safetensors'))
    const twin = await loadForecaster(join(folder, 'ensemble.safetensors'))
    expect((await twin.predict(data)).mean).toEqual(forecast.mean)
    expect(twin.fresh().learns).toBe('all series')
    await expect(twin.fresh().predict(data)).rejects.toThrow('Call fit first')
  } finally {
    await rm(folder, { recursive: true })
  }
})

it('an ensemble averages values of 1e9 without losing their digits', async () => {
  const high = panelOf({ a: [1e9 + 1, 1e9 + 2, 1e9 + 6, 1e9 + 7] })
  const three = { average: 'weights', weights: [1 / 3, 1 / 3, 1 / 3] } as const
  for (const options of [{}, three])
    expect((await ensemble(members(), options).predict(high)).mean[0] - 1e9).toBeCloseTo(20 / 3, 6)
})

it('quantiles of an ensemble ascend, whatever the average', async () => {
  const data = panelOf({ air: airPassengers, deaths: accidentalDeaths })
  const levels = [0.05, 0.25, 0.5, 0.75, 0.95]
  const of = [theta({ horizon: 12 }), seasonalNaive({ horizon: 12 }), drift({ horizon: 12 })]
  for (const average of ['mean', 'median', 'weights'] as const) {
    const model = ensemble(of, { average })
    await model.fit(data)
    const { quantiles } = await model.predict(data, { quantiles: levels })
    for (let level = 1; level < levels.length; level++)
      expect(quantiles[level].every((value, i) => value >= quantiles[level - 1][i])).toBe(true)
  }
})

it('an ensemble of networks streams, and refuses other members', async () => {
  const data = panelOf({ a: Array.from({ length: 40 }, (_, t) => (t % 4) + t / 40) })
  const small = { horizon: 2, hiddenSize: 4, context: 8 }
  const model = ensemble([gru(small), gru({ ...small, seed: 1 })])
  const fit = { epochs: 1, samplesPerEpoch: 32, calibrate: false }
  await model.fit(data, fit)
  using stream = model.stream(data)
  using first = (model.members[0] as ReturnType<typeof gru>).stream(data)
  using second = (model.members[1] as ReturnType<typeof gru>).stream(data)
  const next = { values: [1] }
  const [both, a, b] = [await stream.next(next), await first.next(next), await second.next(next)]
  expect(both.mean[0]).toBeCloseTo((a.mean[0] + b.mean[0]) / 2, 9)
  const mixed = ensemble([gru(small), naive({ horizon: 2 })])
  await mixed.fit(data, fit)
  expect(() => mixed.stream(data)).toThrow('got the member naive, which reads all of its history')
  const recursive = ensemble([gru(small), deepAr({ ...small, layers: 1 })])
  await recursive.fit(data, fit)
  using uneven = recursive.stream(data)
  await expect(uneven.next(next)).rejects.toThrow('got 2 and 1')
})
