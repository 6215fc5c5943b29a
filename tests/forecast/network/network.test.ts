import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { binding } from '../../../src/addon/index.ts'
import {
  deepAr,
  gaussian,
  gru,
  loadForecaster,
  lstm,
  mqRnn,
  type NetworkForecaster,
  negativeBinomial,
  point,
  quantiles,
  rnn,
  seasonalNaive,
  studentT,
} from '../../../src/forecast/index.ts'
import { noise } from '../data.ts'
import { driven, errorOf, horizon, monthly, seasonal, short, split } from './network_panels.ts'

const small = { horizon, hiddenSize: 16, season: 12, context: 36 }
const networks = {
  gru: gru(small),
  lstm: lstm(small),
  rnn: rnn(small),
  'gru, recursive': gru({ ...small, recursive: true }),
  deepAr: deepAr({ ...small, layers: 1 }),
  mqRnn: mqRnn(small),
}

describe('a network', () => {
  it.for(Object.entries(networks))('%s beats the seasonal naive forecast', async ([, model]) => {
    const { past, actual } = split(monthly(seasonal(8, 120)))
    await model.fit(past, short)
    const forecast = await model.predict(past)
    const naive = await seasonalNaive({ horizon }).predict(past)
    expect(errorOf(forecast.mean, actual)).toBeLessThan(0.85 * errorOf(naive.mean, actual))
  })

  it.for(Object.entries(networks))('%s has the same bits with any number of threads', async ([, model]) => {
    const panel = monthly(seasonal(3, 80, { gaps: 0.1 }))
    const run = async (threads: number) => {
      const one = model.fresh()
      await one.fit(panel, { epochs: 2, threads })
      const backtest = await one.backtest(panel, { windows: 2, fit: { epochs: 1 }, threads })
      return [...(await one.predict(panel, { threads, samples: 20 })).toRows(), ...backtest.toRows()]
    }
    expect(await run(1)).toEqual(await run(2))
  })

  it.for(Object.entries(networks))('%s forecasts in bf16 about what it does in float32', async ([, model]) => {
    const panel = monthly(seasonal(3, 80))
    const [exact, rounded] = [model.fresh(), model.fresh()]
    await exact.fit(panel, { epochs: 2 })
    await rounded.fit(panel, { epochs: 2, precision: 'bf16' })
    const { mean } = await exact.predict(panel, { samples: 20 })
    const low = await rounded.predict(panel, { samples: 20, precision: 'bf16' })
    expect(errorOf(low.mean, mean)).toBeLessThan(
      0.05 *
        errorOf(
          mean,
          mean.map(() => 0),
        ),
    )
    expect(low.mean.every((value, i) => value === mean[i])).toBe(binding.cpuInfo().bf16 === null)
  })

  it.for(Object.entries(networks))('%s comes back from its file with the same forecast', async ([, model]) => {
    const panel = monthly(driven(3, 70))
    const one = model.fresh()
    await one.fit(panel, { epochs: 1 })
    const path = join(await mkdtemp(join(tmpdir(), 'network-')), 'model.safetensors')
    await one.save(path)
    const loaded = await loadForecaster(path)
    expect(loaded.kind).toBe(model.kind)
    expect((await loaded.predict(panel)).toRows()).toEqual((await one.predict(panel)).toRows())
  })

  it('forecasts from gaps, and series shorter than its context', async () => {
    const inputs = [...seasonal(6, 120, { gaps: 0.2 }), { ...seasonal(1, 9)[0], id: 'young' }]
    const panel = monthly(inputs)
    const model = gru(small)
    await model.fit(panel, short)
    const { mean } = (await model.predict(panel)).of('young')
    expect(mean.every((value) => value > 5 && value < 15)).toBe(true)
  })

  it('forecasts a series as large as it was before an outage that is longer than its context', async () => {
    const panel = monthly(seasonal(4, 120))
    const values = panel.target.values.slice()
    values.fill(Number.NaN, 3 * 120 + 70, 4 * 120)
    const broken = panel.with({ target: { ...panel.target, values } })
    for (const model of [gru(small), gru({ ...small, recursive: true })]) {
      await model.fit(broken, { epochs: 2 })
      const { mean } = (await model.predict(broken)).of('s3')
      for (const value of mean) expect(value / 40).toBeGreaterThan(0.5)
      for (const value of mean) expect(value / 40).toBeLessThan(2)
    }
  })

  it('forecasts series that it never saw', async () => {
    const model = gru(small)
    await model.fit(monthly(seasonal(8, 120)), short)
    const { past, actual } = split(monthly(seasonal(12, 100)).select([9, 10, 11]))
    const naive = await seasonalNaive({ horizon }).predict(past)
    expect(errorOf((await model.predict(past)).mean, actual)).toBeLessThan(errorOf(naive.mean, actual))
  })

  it('goes on from what it knows, also on another panel', async () => {
    const model = gru(small)
    await model.fit(monthly(seasonal(6, 100)), short)
    const other = monthly(seasonal(3, 60, { noise: 0.1 }))
    const before = model.model.parameters
    const { history } = await model.update(other, { epochs: 2 })
    expect(history?.epochs).toHaveLength(2)
    expect(model.model.parameters).not.toEqual(before)
    const fresh = model.fresh()
    await fresh.fit(other, { epochs: 2 })
    expect(history?.epochs[0].loss).toBeLessThan(
      Number((await fresh.fit(other, { epochs: 1 })).history?.epochs[0].loss),
    )
  })

  it('stops early on rows that it holds out', async () => {
    const { history } = await gru(small).fit(monthly(seasonal(4, 100)), {
      ...short,
      epochs: 60,
      validation: 0.2,
      patience: 2,
    })
    expect(history?.stoppedEarly).toBe(true)
    expect(history?.epochs[0].validation).toHaveProperty('loss')
  })

  it('scores itself in a backtest', async () => {
    const backtest = await gru(small).backtest(monthly(seasonal(4, 100)), { windows: 2, fit: short })
    expect(backtest.overall.mase).toBeLessThan(1)
    expect(backtest.overall.coverage80).toBeGreaterThan(0.4)
  })
})

describe('covariates', () => {
  const model = (options = {}) => gru({ ...small, context: 12, season: 1, calendar: false, dropout: 0, ...options })
  const long = { ...short, epochs: 25 }

  it.for([false, true])('of all kinds lower the error (recursive: %s)', async (recursive) => {
    const panel = monthly(driven(6, 120))
    const { past, actual } = split(panel)
    const bare = past.with({ known: [], observed: [], static: [] })
    const [given, blind] = [model({ recursive }), model({ recursive })]
    await given.fit(past, long)
    await blind.fit(bare, long)
    const error = errorOf((await given.predict(past)).mean, actual)
    expect(error).toBeLessThan(0.5 * errorOf((await blind.predict(bare)).mean, actual))
  })

  it('of the future are read at their own step', async () => {
    const panel = monthly(driven(4, 100))
    const one = model()
    await one.fit(panel, long)
    const before = (await one.predict(panel)).of('s1').mean
    const [price, ...rest] = panel.known
    const row = panel.offsets[1] + panel.lengths[1] + 3
    const dearer = panel.with({
      known: [{ ...price, values: price.values.with(row, price.values[row] + 0.5) }, ...rest],
    })
    const change = (await one.predict(dearer)).of('s1').mean.map((value, step) => value - before[step])
    expect(Math.abs(change[2])).toBe(0)
    expect(change[3]).toBeGreaterThan(1)
    expect((await one.predict(dearer)).of('s2').mean).toEqual((await one.predict(panel)).of('s2').mean)
  })

  it('that follow from the time need no rows of the future', async () => {
    const panel = monthly(seasonal(3, 60)).withCalendar(['month', 'daysInMonth'], 'category')
    const one = model()
    await one.fit(panel, { epochs: 1 })
    expect((await one.predict(panel)).mean).toEqual((await one.predict(panel.extend(horizon))).mean)
  })

  it('may have gaps, which the network is told of', async () => {
    const panel = monthly(driven(3, 60))
    const [price, day] = panel.known
    const gappy = { ...price, values: price.values.map((value, row) => (noise(row, 9) < 0.1 ? Number.NaN : value)) }
    const one = model()
    await one.fit(panel.with({ known: [gappy, day] }), { epochs: 1 })
    expect(Object.values(one.model.inputs).find(({ name }) => name === 'futureKnown')?.shape).toEqual(['batch', 6, 2])
  })
})

describe('outputs', () => {
  const panel = monthly(seasonal(12, 150, { noise: 1 }))
  const { past, actual } = split(panel)
  const fitted = async (model: NetworkForecaster) => {
    await model.fit(past, short)
    return model.predict(past, { quantiles: [0.1, 0.4, 0.5, 0.9] })
  }
  const distributions = { gaussian: gaussian(), studentT: studentT(), quantiles: quantiles() }

  it.for(Object.entries(distributions))('%s hold what comes about as often as they say', async ([, output]) => {
    const forecast = await fitted(gru({ ...small, output }))
    const { lower, upper } = forecast.interval(0.8)
    const inside = actual.filter((value, i) => value >= lower[i] && value <= upper[i]).length / actual.length
    expect(inside).toBeGreaterThan(0.6)
    expect(inside).toBeLessThan(0.98)
    for (let level = 1; level < forecast.quantiles.length; level++)
      expect(forecast.quantiles[level].every((value, i) => value >= forecast.quantiles[level - 1][i])).toBe(true)
  })

  it('of counts are whole numbers from 0 on', async () => {
    const counts = monthly(
      seasonal(6, 100).map((one, s) => ({
        ...one,
        values: Float64Array.from({ length: 100 }, (_, t) => Math.floor(4 * noise(t, s) * (1 + Math.sin(t / 2)))),
      })),
    )
    for (const recursive of [false, true]) {
      const model = gru({ ...small, output: negativeBinomial(), recursive })
      await model.fit(counts, short)
      const { mean, quantiles } = await model.predict(counts, { samples: 101 })
      expect(mean.every((value) => value >= 0 && value < 20)).toBe(true)
      for (const values of quantiles) expect(values.every((value) => value >= 0 && Number.isInteger(value))).toBe(true)
    }
  })

  it('of points have no quantiles', async () => {
    const model = gru({ ...small, output: point('mse') })
    await model.fit(past, { epochs: 1 })
    expect((await model.predict(past)).quantileLevels).toEqual([])
    await expect(model.predict(past, { quantiles: [0.1] })).rejects.toMatchObject({ code: 'ERR_RANGE' })
  })

  it('of quantiles are interpolated between the trained ones, and refused beyond', async () => {
    const model = gru({ ...small, output: quantiles([0.2, 0.5, 0.8]) })
    await model.fit(past, { epochs: 1 })
    const { quantiles: q } = await model.predict(past, { quantiles: [0.2, 0.35, 0.5] })
    expect(q[1][0]).toBeCloseTo((q[0][0] + q[2][0]) / 2, 4)
    await expect(model.predict(past, { quantiles: [0.1] })).rejects.toThrow('from 0.2 to 0.8')
    expect((await model.predict(past)).quantileLevels).toEqual([0.2, 0.5, 0.8])
  })

  it('of paths depend on the seed alone', async () => {
    const model = deepAr(small)
    await model.fit(past, { epochs: 1 })
    const draw = async (seed: number, batchSize: number) =>
      (await model.predict(past, { seed, batchSize, samples: 30 })).mean
    expect(await draw(1, 3)).toEqual(await draw(1, 64))
    expect(await draw(2, 3)).not.toEqual(await draw(1, 3))
  })
})
