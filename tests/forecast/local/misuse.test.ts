import { describe, expect, it } from 'vitest'
import * as baselines from '../../../src/forecast/kinds/index.ts'
import { panelFromSeries } from '../../../src/series/panel/panel_from_series.ts'
import { noise, panelOf } from '../data.ts'

const { ar, drift, ets, mean, naive, naive2, seasonalNaive, theta } = baselines
const all = [naive, seasonalNaive, drift, mean, naive2, theta, ets, ar]
const wild = Float64Array.from({ length: 40 }, (_, t) => 5 + noise(t))
const missing = new Float64Array(40).fill(Number.NaN)

describe('a panel for a local forecaster', () => {
  it('with a series without values is refused, with the id', async () => {
    for (const make of all) {
      const forecaster = make({ horizon: 2 })
      const expected = {
        code: 'ERR_DATA',
        message: expect.stringContaining('Expected two observed values or more in the history of series "void", got 0'),
      }
      await expect(forecaster.fit(panelOf({ wild, void: missing }))).rejects.toMatchObject(expected)
      await expect(forecaster.predict(panelOf({ wild, void: missing }))).rejects.toMatchObject(expected)
    }
  })

  it('with a series of one row is refused', async () => {
    await expect(naive({ horizon: 1 }).predict(panelOf({ one: [1] }))).rejects.toThrow('series "one", got 1 in 1 row.')
  })

  it('without series is refused', async () => {
    const none = panelOf({ wild }).select([])
    await expect(theta({ horizon: 1 }).predict(none)).rejects.toThrow(
      'Expected a panel with one series or more, got none',
    )
  })

  it('with values that are not finite is refused', async () => {
    const panel = panelOf({ wild })
    const values = panel.target.values.with(7, Number.POSITIVE_INFINITY)
    const broken = panel.with({ target: { ...panel.target, values } })
    await expect(ets({ horizon: 1 }).predict(broken)).rejects.toMatchObject({
      code: 'ERR_NOT_FINITE',
      message: expect.stringContaining('Expected finite values, got Infinity in row 7 of series "wild"'),
    })
  })

  it('that is shorter than the horizon is taken by fit, as predict forecasts it', async () => {
    await theta({ horizon: 41 }).fit(panelOf({ wild }))
    expect((await theta({ horizon: 41 }).predict(panelOf({ wild }))).mean.every(Number.isFinite)).toBe(true)
  })

  it('in which no two values lie next to each other is forecast as by naive if it has no lags', async () => {
    const { mean } = await ar({ horizon: 3, lags: [1] }).predict(panelOf({ sparse: Float64Array.of(1, Number.NaN, 4) }))
    expect([...mean]).toEqual([4, 4, 4])
  })

  it('with constant series is forecast as constant', async () => {
    for (const make of all) {
      const { mean: level } = await make({ horizon: 2 }).predict(panelOf({ flat: new Float64Array(40).fill(7) }))
      level.forEach((value) => {
        expect(value).toBeCloseTo(7, 9)
      })
    }
  })

  it('may have ids that were not in the panel of fit', async () => {
    for (const make of [...all, (options: { horizon: number }) => ar({ ...options, scope: 'global' })]) {
      const forecaster = make({ horizon: 2 })
      await forecaster.fit(panelOf({ wild }))
      const { ids } = await forecaster.predict(panelOf({ 'new one': wild.map((value) => value * 2) }))
      expect(ids).toEqual(['new one'])
    }
  })

  it('may have known covariates, which do not change the forecast of a method without regressors', async () => {
    const series = { id: 'wild', values: wild, known: { price: wild } }
    const forecast = await drift({ horizon: 2 }).predict(panelFromSeries([series], { frequency: 'MS' }))
    expect(forecast.mean).toEqual((await drift({ horizon: 2 }).predict(panelOf({ wild }))).mean)
  })
})

describe('an invalid option of a local forecaster is refused', () => {
  it.for([
    [() => naive({ horizon: 0 }), 'Expected horizon to be a whole number from 1'],
    [
      () => naive({ horizon: 2, seasons: 7 } as never),
      'Expected the options of naive to be among horizon, season, got',
    ],
    [() => theta({} as never), 'Expected horizon to be a whole number from 1 to 1000000, got nothing'],
    [() => theta(undefined as never), 'Expected the options of theta to be an object'],
    [() => ar({ horizon: 1, lags: [2, 1] }), 'Expected the lag after 2 to be a whole number from 3'],
    [() => ar({ horizon: 1, lags: 7 as never }), 'Expected lags to be an array, got 7'],
    [() => ar({ horizon: 1, lags: [] }), 'Expected lags to hold one lag or more, got none'],
    [() => ar({ horizon: 1, scope: 'all' as 'global' }), 'Expected scope to be one of series, global, got "all"'],
  ] as const)('%s', ([make, message]) => {
    expect(make).toThrow(message)
  })
})

it('a global ar refuses predict before fit, and a fit on too few rows', async () => {
  const forecaster = ar({ horizon: 1, scope: 'global', lags: [1, 2, 3, 30] })
  await expect(forecaster.predict(panelOf({ wild }))).rejects.toThrow('Call fit first')
  await expect(forecaster.fit(panelOf({ wild: wild.subarray(0, 32) }))).rejects.toThrow(
    'Expected more than 4 rows whose lags 1, 2, 3, 30 are all observed, got 2',
  )
})

it('predict of a local forecaster stops at its signal', async () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`${i}`, wild.map((v, t) => v + noise(t, i))]))
  const controller = new AbortController()
  const running = ets({ horizon: 2, season: 4 }).predict(panelOf(many), { signal: controller.signal })
  setTimeout(() => controller.abort('enough'), 20)
  await expect(running).rejects.toMatchObject({ code: 'ABORT_ERR', cause: 'enough' })
})

describe('a signal that is already aborted', () => {
  it('stops every local forecaster before the first series', async () => {
    const signal = AbortSignal.abort()
    for (const make of all) {
      const forecast = make({ horizon: 2 }).predict(panelOf({ wild }), { signal })
      await expect(forecast, make.name).rejects.toMatchObject({ code: 'ABORT_ERR' })
    }
  })
})
