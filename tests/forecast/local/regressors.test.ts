import { describe, expect, it } from 'vitest'
import { arima, drift, ets, theta } from '../../../src/forecast/kinds/index.ts'
import { type Panel, panelFromSeries, type SeriesInput } from '../../../src/series/index.ts'
import { noise, normal } from '../data.ts'

const [rows, horizon] = [96, 6]
const kinds = { arima, ets, theta }
const promotion = Array.from({ length: rows + horizon }, (_, t) => (noise(t, 5) < 0.2 || t === rows + 2 ? 1 : 0))
/** A random walk with a trend, to which a promotion adds 20. */
const sales = (() => {
  let level = 200
  return Float64Array.from({ length: rows }, (_, t) => {
    level += 0.5 + normal(t, 2)
    return level + 20 * promotion[t]
  })
})()
const panelWith = (known: SeriesInput['known'], values: ArrayLike<number> = sales, frequency = 'YS'): Panel =>
  panelFromSeries([{ id: 'shop', start: '1900-01-01', values, known }], { frequency })
const gap = (values: ArrayLike<number>, ...places: number[]) =>
  Float64Array.from(values, (value, t) => (places.includes(t) ? Number.NaN : value))

describe.each(Object.entries(kinds))('%s with regressors', (_, make) => {
  const meanOf = async (panel: Panel) => (await make({ horizon }).predict(panel)).mean

  it('adds the effect of a covariate where the horizon has it', async () => {
    const mean = await meanOf(panelWith({ promotion }))
    const last = sales[rows - 1] - 20 * promotion[rows - 1]
    for (let h = 0; h < horizon; h++) {
      const rest = mean[h] - 20 * promotion[rows + h]
      expect(Math.abs(rest - last), `step ${h + 1}`).toBeLessThan(6)
    }
  })

  it('widens the intervals where the covariate is', async () => {
    const rare = (last: number) => promotion.map((_, t) => (t === 20 || t === rows + last ? 1 : 0))
    const values = sales.map((value, t) => value - 20 * promotion[t] + 20 * rare(2)[t])
    const width = async (last: number) => {
      const panel = panelWith({ promotion: rare(last) }, values)
      const { quantiles } = await make({ horizon }).predict(panel, { quantiles: [0.1, 0.9] })
      return quantiles[1][2] - quantiles[0][2]
    }
    expect((await width(2)) / (await width(4))).toBeGreaterThan(1.05)
  })

  it('forecasts the same whatever comes after the origin and after the horizon', async () => {
    const later = Array.from({ length: 20 }, (_, t) => 3 * t)
    const cut = (future: number[], extra: number[]) =>
      panelWith({ promotion: [...promotion, ...extra] }, [...sales, ...future]).cut(() => rows)
    const before = await meanOf(cut([1, 2, 3], later))
    expect(await meanOf(cut([1e6, -1e6, 0], [...later].reverse()))).toEqual(before)
    expect(await meanOf(panelWith({ promotion }))).toEqual(before)
  })

  it('counts a row without a value of the covariate as missing', async () => {
    const places = [10, 11, 50]
    const byCovariate = await meanOf(panelWith({ promotion: gap(promotion, ...places) }))
    const byTarget = await meanOf(panelWith({ promotion }, gap(sales, ...places)))
    for (let h = 0; h < horizon; h++) expect(byCovariate[h]).toBeCloseTo(byTarget[h], 4)
  })

  it('refuses a horizon without values of the covariate, and rows that all lack it', async () => {
    await expect(meanOf(panelWith({ promotion: gap(promotion, rows + 3) }))).rejects.toThrow(
      'Expected values of the known covariate "promotion" for the 6 steps after the history of series "shop", got none for step 4',
    )
    await expect(
      meanOf(panelWith({ promotion: promotion.map((v, t) => (t < rows ? Number.NaN : v)) })),
    ).rejects.toThrow(
      'Expected two rows or more in the history of series "shop" with a value and with all known covariates (promotion)',
    )
  })

  it('gives a covariate that never changes in the history no effect, and a copy of another none of its own', async () => {
    const one = await meanOf(panelWith({ promotion }))
    const event = promotion.map((_, t) => (t < rows ? 1 : t))
    const twice = await meanOf(panelWith({ promotion, event, copy: promotion.map((value) => 3 * value + 1) }))
    for (let h = 0; h < horizon; h++) expect(twice[h]).toBeCloseTo(one[h], 4)
  })

  it('reads categories', async () => {
    const words = promotion.map((value, t) => (value === 1 ? 'promotion' : t % 2 === 0 ? 'usual' : 'normal'))
    const mean = await meanOf(panelWith({ day: words }))
    expect(mean[2] - (mean[1] + mean[3]) / 2 - 20 * (promotion[98] - (promotion[97] + promotion[99]) / 2)).toBeLessThan(
      3,
    )
  })

  it('takes columns of any scale', async () => {
    const one = await meanOf(panelWith({ promotion }))
    const scaled = await meanOf(panelWith({ promotion: promotion.map((value) => 1e9 + value) }))
    for (let h = 0; h < horizon; h++) expect(scaled[h]).toBeCloseTo(one[h], 3)
  })

  it('follows the clock', async () => {
    const hours = 24 * 40
    const isPeak = (t: number) => (noise(t, 9) < 0.1 ? 1 : 0)
    const panel = panelFromSeries(
      [
        {
          id: 'load',
          start: '2024-03-01',
          values: Float64Array.from({ length: hours }, (_, t) => 50 + normal(t, 4) + 30 * isPeak(t)),
          known: { peak: Array.from({ length: hours + 24 }, (_, t) => isPeak(t)) },
        },
      ],
      { frequency: 'h', timeZone: 'Europe/Berlin' },
    )
    const { mean } = await make({ horizon: 24, season: 'clock' }).predict(panel)
    for (let h = 0; h < 24; h++) expect(Math.abs(mean[h] - 50 - 30 * isPeak(hours + h)), `hour ${h}`).toBeLessThan(8)
  })
})

it('least squares would find an effect between two random walks, and arima does not', async () => {
  const walk = (seed: number, length: number) => {
    let level = 0
    return Float64Array.from({ length }, (_, t) => {
      level += normal(t, seed)
      return level
    })
  }
  const x = walk(11, rows + horizon)
  // The regressor jumps in the horizon: an effect that is not there would move the forecast.
  const jumped = x.map((value, t) => (t < rows ? value : value + 50))
  const y = walk(12, rows)
  const [plain, moved] = await Promise.all(
    [x, jumped].map(async (column) => (await arima({ horizon }).predict(panelWith({ x: column }, y))).mean),
  )
  const size = Math.abs(moved[0] - plain[0]) / 50
  expect(size).toBeLessThan(0.25)
})

it('a method without regressors needs no plan', async () => {
  const { mean } = await drift({ horizon }).predict(panelWith({ promotion: promotion.slice(0, rows) }))
  expect(mean.every(Number.isFinite)).toBe(true)
})
