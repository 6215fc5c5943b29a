import { describe, expect, it } from 'vitest'
import { auto, conformal, naive } from '../../../src/forecast/index.ts'
import { panelFromRows, panelFromSeries } from '../../../src/series/index.ts'
import {
  expectRefused,
  expectRejected,
  forecasters,
  good,
  horizon,
  isError,
  makers,
  network,
  panelOf,
  roles,
  rows,
} from './bad_input.ts'

describe('a panel without rows', () => {
  it('cannot be made', () => {
    expectRefused([], 'ERR_DATA', /at least one row for \w+, got none/)
    expect(() => panelFromSeries([], { frequency: 'd' })).toThrow(isError('ERR_DATA', /at least one series, got none/))
  })

  it('in a series, or without series, cannot be forecast', async () => {
    await expectRejected(good.select([]), 'ERR_DATA', /a panel with one series or more, got none/)
    const message = /two observed values or more in the history of series "north", got 0 in 0 rows/
    await expectRejected(panelOf([]), 'ERR_DATA', message, /(16|21|27) rows or more .* got 0 in the longest series/)
  })
})

describe('a single row', () => {
  it('is refused as a panel', () => {
    expectRefused(rows(1), 'ERR_DATA', /at least two rows of history, got one/)
  })

  it('in a series cannot be forecast', async () => {
    const message =
      /two observed values or more in the history of series "north", got 1 in 1 row\. Give the series more rows, or leave it out/
    await expectRejected(panelOf([3]), 'ERR_DATA', message, /(16|21|27) rows or more .* got 1 in the longest series/)
  })
})

it('a series without any value is refused, with its id', async () => {
  const missing = panelFromRows(
    rows(60, 'north', () => ({ sales: null })),
    roles,
  )
  const message = /two observed values or more in the history of series "north", got 0 in 60 rows/
  await expectRejected(
    missing,
    'ERR_DATA',
    message,
    /before the first of 2 windows of 7 steps, got fewer in each series: their values are missing/,
  )
})

describe('a constant series', () => {
  const constant = panelFromRows(
    rows(60, 'north', () => ({ sales: 5 })),
    roles,
  )

  it('is forecast as the constant by every baseline, with an interval of no width', async () => {
    for (const make of [forecasters.naive, forecasters.ets, forecasters['ar, global'], forecasters.conformal]) {
      const model = make()
      await model.fit(constant)
      const { mean, quantiles } = await model.predict(constant)
      for (const values of [mean, ...quantiles]) for (const value of values) expect(value).toBeCloseTo(5, 9)
    }
  })

  it('is forecast near the constant by a network', async () => {
    const model = network()
    await model.fit(constant, { epochs: 30 })
    for (const value of (await model.predict(constant)).mean) expect(Math.abs(value - 5)).toBeLessThan(0.3)
  })

  it('has no MASE: auto scores it by MAE, and says so if MASE is asked for', async () => {
    const candidates = [naive({ horizon })]
    await expect(auto(constant, { horizon, candidates, metric: 'mase' })).rejects.toEqual(
      isError('ERR_DATA', /mase is defined, got NaN for all series.* constant\. Use another metric, for example "mae"/),
    )
    for (const metric of [undefined, 'mae'])
      expect((await auto(constant, { horizon, candidates, metric })).score).toBe(0)
    const { overall } = await conformal(naive({ horizon })).backtest(constant, { windows: 2 })
    expect(overall).toMatchObject({ mae: 0, mase: Number.NaN, coverage80: 1, width80: 0 })
  })
})

it('duplicate times are refused, with both rows and how to aggregate them', () => {
  const message =
    /one row per time step in series "north", got two for 2024-01-03 \(rows 2 and 10\)\. Aggregate .*'sum'/
  expectRefused([...rows(10), ...rows(3).slice(2)], 'ERR_DATA', message)
})

it('unsorted rows make the same panel as sorted ones', () => {
  for (const make of Object.values(makers)) expect(make(rows(20).reverse())).toEqual(make(rows(20)))
})
