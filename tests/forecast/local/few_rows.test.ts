import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ar, drift, ets, mean, naive, naive2, seasonalNaive, theta } from '../../../src/forecast/kinds/index.ts'
import { loadForecaster } from '../../../src/forecast/stored.ts'
import { panelOf } from '../data.ts'

type Options = { horizon: number; season?: number }
const kinds = { naive, seasonalNaive, drift, mean, naive2, theta, ets, ar }
const forms = {
  ...kinds,
  'ar around the mean': (options: Options) => ar({ ...options, around: 'mean' }),
  'ar with lags': (options: Options) => ar({ ...options, lags: [1, 2, 3] }),
  'global ar': (options: Options) => ar({ ...options, scope: 'global' }),
}
const values = [10, 17, 12, 20, 11, 19]

/** The width of the interval between the quantiles 0.1 and 0.9, for each step. */
async function widths(make: (options: Options) => ReturnType<typeof ar>, rows: readonly number[], season?: number) {
  const forecaster = make({ horizon: 3, ...(season === undefined ? {} : { season }) })
  const panel = panelOf({ a: rows })
  await forecaster.fit(panel)
  const { quantiles } = await forecaster.predict(panel, { quantiles: [0.1, 0.9] })
  return [...quantiles[1]].map((high, step) => high - quantiles[0][step])
}

describe.for(Object.entries(forms))('%s', ([, make]) => {
  it.for([2, 3, 4, 5, 6])('has intervals of some width for %i values that change', async (count) => {
    for (const season of [1, 2, 7])
      for (const width of await widths(make, values.slice(0, count), season)) expect(width).toBeGreaterThan(1)
  })

  it('has intervals of width 0 for two values that are equal', async () => {
    for (const width of await widths(make, [5, 5])) expect(width).toBeCloseTo(0, 9)
  })
})

it.for([drift, theta, ar])('two values leave no error to measure, so %o has the spread of naive', async (make) => {
  const expected = (await widths(naive, [10, 17])).map((width) => expect.closeTo(width, 9))
  expect(await widths(make, [10, 17])).toEqual(expected)
})

it('drift has intervals of width 0 if a value beyond the first two lies on the line', async () => {
  expect(await widths(drift, [1, 2, 3])).toEqual([0, 0, 0])
})

it('a global ar that learned from two values gives the same intervals after it is saved and loaded', async () => {
  const panel = panelOf({ a: [10, 17] })
  const forecaster = ar({ horizon: 3, scope: 'global' })
  await forecaster.fit(panel)
  const folder = await mkdtemp(join(tmpdir(), 'few-'))
  await forecaster.save(join(folder, 'ar.safetensors'))
  const loaded = await loadForecaster(join(folder, 'ar.safetensors'))
  await rm(folder, { recursive: true })
  expect((await loaded.predict(panel)).quantiles).toEqual((await forecaster.predict(panel)).quantiles)
})
