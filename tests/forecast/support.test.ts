import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensemble } from '../../src/forecast/ensemble/ensemble.ts'
import type { Forecast } from '../../src/forecast/forecast.ts'
import { conformal } from '../../src/forecast/intervals/conformal.ts'
import { deepAr, drift, kinds, naive, theta } from '../../src/forecast/kinds/index.ts'
import { loadForecaster } from '../../src/forecast/stored.ts'
import { panelOf } from './data.ts'

const horizon = 6
// Sales that fall to 0, with a season: a trend line goes below 0, and a season around it goes further.
const falling = Float64Array.from({ length: 48 }, (_, t) => Math.max(0, 30 - 0.8 * t + 6 * Math.sin(t * 1.7)))
const panel = panelOf({ a: falling, b: falling.map((value) => value / 2) })
const small = { hiddenSize: 4, layers: 1, context: 12 }
const training = { epochs: 1, batchSize: 16, samplesPerEpoch: 64, calibrate: false }

const valuesOf = ({ mean, quantiles }: Forecast) => [mean, ...quantiles].flatMap((values) => Array.from(values))
const smallOptions = (options: object) => Object.fromEntries(Object.entries(small).filter(([name]) => name in options))

describe.each(kinds.map((kind) => [kind.name, kind] as const))('the limits of %s', (_, kind) => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('hold for means and quantiles, in files, copies and backtests', async () => {
    const forecaster = kind.make({ horizon, ...smallOptions(kind.options), nonNegative: true, upper: 36 })
    expect(forecaster.support).toEqual({ lower: 0, upper: 36 })
    expect(forecaster.fresh().support).toEqual({ lower: 0, upper: 36 })
    await forecaster.fit(panel, training)
    const options = { quantiles: [0.03, 0.5, 0.97], samples: 20 }
    const forecast = await forecaster.predict(panel, options)
    const values = valuesOf(forecast)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...values)).toBeLessThanOrEqual(36)
    const free = kind.make({ horizon, ...smallOptions(kind.options) })
    await free.fit(panel, training)
    const before = valuesOf(await free.predict(panel, options))
    expect(values).toEqual(before.map((value) => Math.min(36, Math.max(0, value))))
    const path = join(folder, `${kind.name}.safetensors`)
    await forecaster.save(path)
    expect(valuesOf(await (await loadForecaster(path)).predict(panel, options))).toEqual(values)
    const backtest = await forecaster.backtest(panel, { windows: 1, fit: training, quantiles: [0.03, 0.97] })
    expect(Math.min(...valuesOf(backtest.windows[0].forecast))).toBeGreaterThanOrEqual(0)
  })
})

describe('limits', () => {
  it('hold for ensembles and conformal intervals', async () => {
    const members = [drift({ horizon, nonNegative: true }), naive({ horizon, lower: 2 })]
    const both = ensemble(members)
    expect(both.support).toEqual({ lower: 0 })
    expect(ensemble([drift({ horizon }), members[0]]).support).toBeUndefined()
    const model = conformal(both, { windows: 12, step: 1 })
    const ends = panelOf({ a: falling.map((value) => value + 2) })
    await model.fit(ends)
    const { mean, quantiles } = await model.predict(ends, { quantiles: [0.1, 0.9] })
    expect(Math.min(...quantiles[0])).toBeGreaterThanOrEqual(0)
    const free = conformal(ensemble([drift({ horizon }), naive({ horizon })]), { windows: 12, step: 1 })
    await free.fit(ends)
    expect(Math.min(...(await free.predict(ends, { quantiles: [0.1, 0.9] })).quantiles[0])).toBeLessThan(0)
    expect(mean.every((value) => value >= 0)).toBe(true)
  })

  it('hold for a stream, which refuses an observation outside of them', async () => {
    const model = deepAr({ horizon, ...small, nonNegative: true })
    await model.fit(panel, training)
    using stream = model.stream(panel)
    const { quantiles } = await stream.next({ values: [0, 0] }, { quantiles: [0.03, 0.97] })
    expect(quantiles[0].every((value) => value >= 0)).toBe(true)
    await expect(stream.next({ values: [0, -1] })).rejects.toThrow('got -1 in row')
  })

  it('refuse a history outside of them, and name series and row', async () => {
    const data = panelOf({ good: [1, 2, 3, 4], bad: [1, 2, -3, 4] })
    const message = /values from 0 as the limits .* got -3 in row 2 of series "bad"/
    await expect(theta({ horizon, nonNegative: true }).predict(data)).rejects.toThrow(message)
    await expect(theta({ horizon, nonNegative: true }).fit(data)).rejects.toThrow(message)
    await expect(theta({ horizon, upper: 3 }).predict(data)).rejects.toThrow('values up to 3')
  })

  it('are checked when a forecaster is made', () => {
    expect(() => theta({ horizon, lower: 3, upper: 3 })).toThrow('Expected upper to be above 3')
    expect(() => deepAr({ horizon, nonNegative: true, upper: -1 })).toThrow('Expected upper to be above 0')
    expect(() => theta({ horizon, nonNegative: true, lower: -3 })).toThrow('lower to be 0 or more with nonNegative')
    expect(() => theta({ horizon, lower: Number.NaN })).toThrow('Expected lower to be a finite number, got NaN')
    expect(() => theta({ horizon, nonNegative: 1 as never })).toThrow('Expected nonNegative to be true or false')
  })

  it('leave values inside of them as they are, at a level of 1e9 too', async () => {
    const high = panelOf({ a: falling.map((value) => 1e9 + value) })
    const free = await theta({ horizon }).predict(high)
    expect(valuesOf(await theta({ horizon, lower: 1e9 - 1e6, upper: 2e9 }).predict(high))).toEqual(valuesOf(free))
  })
})
