// A horizon that no machine can hold is refused before memory is taken.

import { afterEach, describe, expect, it } from 'vitest'
import { checkForecastFits, mostSteps } from '../../../src/forecast/check.ts'
import { auto, ets, gru, naive, panelFromSeries, setMaxMemory, theta } from '../../../src/index.ts'
import { jobOf } from '../../../src/jobs/index.ts'

const panel = panelFromSeries([{ id: 'a', values: [1, 2, 3, 2, 1, 2, 3, 2] }], { frequency: 'd' })
const refused = expect.objectContaining({
  code: 'ERR_RANGE',
  message: expect.stringMatching(/^Expected horizon to be a whole number from 1 to 1000000, got /),
})

describe('a horizon', () => {
  it.for([1e12, 2_147_483_648, mostSteps + 1])(
    'of %s steps is refused by every kind of forecaster',
    async (horizon) => {
      for (const make of [naive, theta, ets, gru]) expect(() => make({ horizon })).toThrow(refused)
      await expect(auto(panel, { horizon })).rejects.toEqual(refused)
    },
  )

  it('above the limit is refused in a job', () => {
    expect(() => jobOf({ source: 'a.csv', horizon: 1e12 })).toThrow(/horizon: expected a number of at most 1000000/)
  })

  it('of a million steps is forecast', async () => {
    const { mean } = await naive({ horizon: mostSteps }).predict(panel)
    expect(mean).toHaveLength(mostSteps)
    expect(mean[mostSteps - 1]).toBe(2)
  })
})

describe('a forecast that memory does not hold', () => {
  afterEach(() => setMaxMemory(undefined))

  it('is refused with the horizon, the number of series and both sizes', () => {
    setMaxMemory('12GB')
    expect(() => checkForecastFits({ seriesCount: 50_000 }, 100_000, 3)).toThrow(
      expect.objectContaining({
        code: 'ERR_MEMORY',
        message: expect.stringMatching(
          /^Expected the forecast of 100000 steps of 50000 series .* the 12.0 GB that a call may take, got 320 GB/,
        ),
      }),
    )
    expect(() => checkForecastFits({ seriesCount: 50_000 }, 28, 3)).not.toThrow()
  })

  it('is refused by predict, before any of it is taken', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => ({ id: `${i}`, values: [1, 2] }))
    const wide = panelFromSeries(many, { frequency: 'd' })
    await expect(naive({ horizon: mostSteps }).predict(wide)).rejects.toThrow(
      /^Expected the forecast of 1000000 steps of 20000 series/,
    )
  })
})
