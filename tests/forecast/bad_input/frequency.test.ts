import { describe, expect, it } from 'vitest'
import { panelFromSeries } from '../../../src/series/index.ts'
import {
  dateOf,
  days,
  expectRefused,
  fit,
  forecasters,
  good,
  isError,
  network,
  panelOf,
  roles,
  rows,
  salesOf,
} from './bad_input.ts'

describe('a frequency', () => {
  it('that differs between series is refused, declared or inferred', () => {
    const weekly = rows(10, 'south', (day) => ({ date: dateOf(7 * day) }))
    const message = /rows of frequency "d" in series "south", got one only every 7 steps\. .*resample\(\)/
    expectRefused([...rows(10), ...weekly], 'ERR_DATA', message)
    expectRefused([...rows(10), ...weekly], 'ERR_DATA', message, { ...roles, frequency: undefined })
  })

  it('that changes within a series is refused if it is not declared', () => {
    const slower = rows(20, 'north', (day) => ({ date: dateOf(day < 8 ? day : 8 + 7 * (day - 7)) }))
    const message =
      /a steady frequency, got a mix: .* only 37 % of the distances are one such step, .*\. Give frequency/
    expectRefused(slower, 'ERR_DATA', message, { ...roles, frequency: undefined })
  })

  it('with shorter steps than the declared one is refused, with the time', () => {
    const hourly = rows(10, 'north', (hour) => ({ date: Date.UTC(2024, 0, 1, hour) }))
    expectRefused(
      hourly,
      'ERR_DATA',
      /steady steps in series "north" for frequency "d", got 2024-01-01T01:00:00Z after/,
    )
  })

  it('that is not that of fit is refused by a network', async () => {
    const model = network()
    await model.fit(good, fit)
    const hourly = panelFromSeries([{ id: 'north', values: days(60, salesOf) }], { frequency: 'h' })
    const expected = isError('ERR_DATA', /a panel of frequency d, as it was in fit, got h/)
    await expect(model.predict(hourly)).rejects.toEqual(expected)
    await expect(model.update(hourly)).rejects.toEqual(expected)
    expect(() => model.stream(hourly)).toThrow(expected)
  })
})

describe('a horizon longer than the series', () => {
  const short = panelOf([1, 2, 3, 4, 5])

  it('is refused by fit of networks, and by every backtest with the rows that it needs', async () => {
    for (const make of [network, forecasters.ensemble])
      await expect(make().fit(short)).rejects.toEqual(
        isError(
          'ERR_DATA',
          /as long as the horizon of 7 steps, for gru, got 5 rows in the longest series\. Use a shorter/,
        ),
      )
    const backtests = [
      [forecasters.naive, 9],
      [forecasters['ar, global'], 9],
      [network, 14],
      [forecasters.ensemble, 14],
    ] as const
    for (const [make, rows] of backtests)
      await expect(make().backtest(short, { windows: 1 })).rejects.toEqual(
        isError(
          'ERR_DATA',
          new RegExp(
            `a series of ${rows} rows or more for 1 window of 7 steps, got 5 in the longest series\\. Use (horizon: 3 or less|a shorter horizon)`,
          ),
        ),
      )
  })

  it('is allowed at predict: a short series is forecast with what longer series taught', async () => {
    for (const make of Object.values(forecasters)) {
      const model = make()
      await model.fit(good, fit)
      expect((await model.predict(short)).mean.every(Number.isFinite)).toBe(true)
    }
  })
})
