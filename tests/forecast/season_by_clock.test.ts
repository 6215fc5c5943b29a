import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ar, deepAr, ets, gru, loadForecaster, naive2, seasonalNaive, theta } from '../../src/forecast/index.ts'
import { type Panel, panelFromSeries, parseFrequency, stepTimes } from '../../src/series/index.ts'
import { zoneOf } from '../../src/series/time/zone.ts'

const berlin = 'Europe/Berlin'

/** Rows whose value follows from the wall clock, from a date on. */
function clockPanel(start: string, rows: number, frequency = 'h', timeZone = berlin): Panel {
  const first = zoneOf(timeZone).toInstant(Date.parse(`${start}Z`))
  const times = stepTimes(first, 0, rows, parseFrequency(frequency), timeZone)
  const values = Array.from(times, (time) => 100 + profile(zoneOf(timeZone).toLocal(time)))
  return panelFromSeries([{ id: 'a', start: first, values }], { frequency, timeZone })
}

const profile = (local: number) => 10 * ((local / 3_600_000) % 24)

/** The clock value that each forecast step should have. */
const expected = (panel: Panel, horizon: number) =>
  Array.from(
    panel.times(0, panel.lengths[0], panel.lengths[0] + horizon),
    (time) => 100 + profile(zoneOf(panel.timeZone).toLocal(time)),
  )

describe("season: 'clock'", () => {
  it.for([
    ['2024-03-20T05:00', 'h'],
    ['2024-10-17T05:00', 'h'],
    ['2024-03-20T05:15', '15min'],
    ['2024-10-17T05:00', '30min'],
  ] as const)(
    'forecasts 08:00 from 08:00 across the change of the clock, from %s by %s',
    async ([start, frequency]) => {
      const perDay = { h: 24, '30min': 48, '15min': 96 }[frequency]
      for (const days of [9, 10, 10.5, 11, 12]) {
        const panel = clockPanel(start, Math.round(days * perDay), frequency)
        const forecast = await seasonalNaive({ horizon: 3 * perDay, season: 'clock' }).predict(panel)
        expect(Array.from(forecast.mean)).toEqual(expected(panel, 3 * perDay))
      }
    },
  )

  it('forecasts the second pass of an hour that a history ends in', async () => {
    const start = '2024-10-17T00:00'
    // The last row is 02:00 in summer time on 27 October; the next one is 02:00 again.
    const panel = clockPanel(start, 10 * 24 + 3)
    const forecast = await seasonalNaive({ horizon: 24, season: 'clock' }).predict(panel)
    expect(Array.from(forecast.mean)).toEqual(expected(panel, 24))
  })

  it('is taken by every local method, and saved with it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clock-'))
    try {
      const panel = clockPanel('2024-03-17T00:00', 14 * 24 + 5)
      for (const make of [seasonalNaive, naive2, theta, ets, ar]) {
        const model = make({ horizon: 30, season: 'clock' })
        await model.save(join(folder, 'model.safetensors'))
        const loaded = await loadForecaster(join(folder, 'model.safetensors'))
        const [own, again] = [await model.predict(panel), await loaded.predict(panel)]
        expect(again.mean).toEqual(own.mean)
        const errors = expected(panel, 30).map((value, step) => Math.abs(value - own.mean[step]))
        expect(Math.max(...errors), model.kind).toBeLessThan(40)
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('is the usual season where the clock does not change, and for steps of a day or longer', async () => {
    const panels = [
      clockPanel('2024-03-20T00:00', 240, 'h', 'UTC'),
      clockPanel('2024-03-20T00:00', 40, 'd'),
      clockPanel('2024-03-20T09:00', 90, 'h@Mon-Fri 09:00-17:00'),
    ]
    for (const panel of panels) {
      const usual = await seasonalNaive({ horizon: 12 }).predict(panel)
      const byClock = await seasonalNaive({ horizon: 12, season: 'clock' }).predict(panel)
      expect(byClock.mean).toEqual(usual.mean)
    }
  })

  it('learns a global autoregression on the wall clock', async () => {
    const panel = clockPanel('2024-03-17T00:00', 14 * 24 + 5)
    const model = ar({ horizon: 24, season: 'clock', scope: 'global' })
    await model.fit(panel)
    const { mean } = await model.predict(panel)
    expect(Math.max(...expected(panel, 24).map((value, step) => Math.abs(value - mean[step])))).toBeLessThan(10)
  })

  it('refuses other words', () => {
    expect(() => seasonalNaive({ horizon: 2, season: 'sun' as 'clock' })).toThrow(/number of steps or "clock"/)
  })
})

describe("a network with season: 'clock'", () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clock-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it.for([gru, deepAr])(
    'forecasts rows of the horizon across the change, and is saved with its season',
    async (make) => {
      const panel = clockPanel('2024-03-10T00:00', 21 * 24 + 12 - 24)
      const model = make({ horizon: 24, season: 'clock', hiddenSize: 8, seed: 1 })
      await model.fit(panel, { epochs: 2 })
      const forecast = await model.predict(panel)
      expect(forecast.mean).toHaveLength(24)
      expect(forecast.times(0)).toEqual(panel.times(0, panel.lengths[0], panel.lengths[0] + 24))
      await model.save(join(folder, 'model.safetensors'))
      const loaded = await loadForecaster(join(folder, 'model.safetensors'))
      expect((await loaded.predict(panel)).mean).toEqual(forecast.mean)
      await expect(model.update(panel, { epochs: 1 })).resolves.toBeDefined()
      expect(() => model.stream(panel)).toThrow(/season is a number of steps/)
    },
  )

  it('equals the usual season in UTC', async () => {
    const panel = clockPanel('2024-03-10T00:00', 400, 'h', 'UTC')
    const options = { horizon: 12, hiddenSize: 4, seed: 1 }
    const [usual, byClock] = [gru(options), gru({ ...options, season: 'clock' })]
    for (const model of [usual, byClock]) await model.fit(panel, { epochs: 1 })
    expect((await byClock.predict(panel)).mean).toEqual((await usual.predict(panel)).mean)
  })

  it('reads known covariates by the clock', async () => {
    const first = zoneOf(berlin).toInstant(Date.UTC(2024, 2, 10))
    const rows = 21 * 24
    const known = { promo: Array.from({ length: rows + 24 }, (_, row) => row % 2) }
    const values = Array.from({ length: rows }, (_, row) => row % 24)
    const panel = panelFromSeries([{ id: 'a', start: first, values, known }], { frequency: 'h', timeZone: berlin })
    const model = gru({ horizon: 24, season: 'clock', hiddenSize: 4 })
    await model.fit(panel, { epochs: 1 })
    expect((await model.predict(panel)).mean.every(Number.isFinite)).toBe(true)
    await expect(model.predict(panel.cut(() => rows + 1 - 1).with({ known: [] }))).rejects.toThrow(/promo/)
  })
})
