import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { binding } from '../../../src/addon/index.ts'
import { deepAr, gru, loadForecaster, lstm, mqRnn, rnn, seasonalNaive } from '../../../src/forecast/index.ts'
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

  it.for(Object.entries(networks))('%s gives the same bits with any number of threads', async ([, model]) => {
    const panel = monthly(seasonal(3, 80, { gaps: 0.1 }))
    const run = async (threads: number) => {
      const one = model.fresh()
      await one.fit(panel, { epochs: 2, threads })
      const backtest = await one.backtest(panel, { windows: 2, fit: { epochs: 1 }, threads })
      return [...(await one.predict(panel, { threads, samples: 20 })).toRows(), ...backtest.toRows()]
    }
    expect(await run(1)).toEqual(await run(2))
  })

  it.for(Object.entries(networks))('%s gives nearly the same forecast in bf16 as in float32', async ([, model]) => {
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

  it.for(Object.entries(networks))('%s gives the same forecast after saving and loading', async ([, model]) => {
    const panel = monthly(driven(3, 70))
    const one = model.fresh()
    await one.fit(panel, { epochs: 1 })
    const path = join(await mkdtemp(join(tmpdir(), 'network-')), 'model.safetensors')
    await one.save(path)
    const loaded = await loadForecaster(path)
    expect(loaded.kind).toBe(model.kind)
    expect((await loaded.predict(panel)).toRows()).toEqual((await one.predict(panel)).toRows())
  })

  it('forecasts series with gaps, and series shorter than its context', async () => {
    const inputs = [...seasonal(6, 120, { gaps: 0.2 }), { ...seasonal(1, 9)[0], id: 'young' }]
    const panel = monthly(inputs)
    const model = gru(small)
    await model.fit(panel, short)
    const { mean } = (await model.predict(panel)).of('young')
    expect(mean.every((value) => value > 5 && value < 15)).toBe(true)
  })

  it('keeps the level of a series through an outage that is longer than its context', async () => {
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

  it('forecasts series that were not in the panel of fit', async () => {
    const model = gru(small)
    await model.fit(monthly(seasonal(8, 120)), short)
    const { past, actual } = split(monthly(seasonal(12, 100)).select([9, 10, 11]))
    const naive = await seasonalNaive({ horizon }).predict(past)
    expect(errorOf((await model.predict(past)).mean, actual)).toBeLessThan(errorOf(naive.mean, actual))
  })

  it('update() continues from the weights of fit, also on another panel', async () => {
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

  it('stops early on the loss of held-out rows', async () => {
    const { history } = await gru(small).fit(monthly(seasonal(4, 100)), {
      ...short,
      epochs: 60,
      validation: 0.2,
      patience: 2,
    })
    expect(history?.stoppedEarly).toBe(true)
    expect(history?.epochs[0].validation).toHaveProperty('loss')
  })

  it('has a MASE below 1 in a backtest of seasonal series', async () => {
    const backtest = await gru(small).backtest(monthly(seasonal(4, 100)), { windows: 2, fit: short })
    expect(backtest.overall.mase).toBeLessThan(1)
    expect(backtest.overall.coverage80).toBeGreaterThan(0.4)
  })
})
