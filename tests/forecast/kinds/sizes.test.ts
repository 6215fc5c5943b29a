// The unit of the values does not matter: a series in millions and the same series in millionths get the same forecast.
// Values that no kind can calculate with are refused.

import { describe, expect, it } from 'vitest'
import { kinds } from '../../../src/forecast/kinds/index.ts'
import { conformal, naive, type Panel, panelFromSeries } from '../../../src/index.ts'

const values = Array.from({ length: 72 }, (_, t) => 10 + 3 * Math.sin(t / 3) + (t % 12) + ((t * 7919) % 13) / 10)
const panelOf = (of: (value: number) => number) =>
  panelFromSeries([{ id: 'a', start: '2020-01', values: values.map(of) }], { frequency: 'MS' })

async function forecastOf(kind: (typeof kinds)[number], panel: Panel) {
  const model = kind.make({ horizon: 4 })
  await model.fit(panel, kind.cost === 'training' ? { epochs: 1 } : {})
  const { mean, quantiles } = await model.predict(panel, { quantiles: [0.1, 0.9], seed: 1 })
  return [mean, ...quantiles].map((list) => Array.from(list))
}

describe.for(kinds.map((kind) => [kind.name, kind] as const))('%s', ([, kind]) => {
  it('gives a series of another unit the same forecast in that unit', { timeout: 120_000 }, async () => {
    const usual = await forecastOf(
      kind,
      panelOf((value) => value),
    )
    // A search for parameters ends when steps are small, so a unit may change the fifth digit.
    // Powers of 2 near 1e30 and 1e-30, so that the values themselves are not rounded.
    for (const unit of [2 ** 100, 2 ** -100]) {
      const inUnit = await forecastOf(
        kind,
        panelOf((value) => value * unit),
      )
      const largest = Math.max(...usual.flat().map(Math.abs))
      inUnit.flat().forEach((value, i) => {
        expect(Math.abs(value / unit - usual.flat()[i])).toBeLessThan(1e-4 * largest)
      })
    }
  })
})

describe('values of a size that cannot be calculated with', () => {
  it.for([1e-41, 1e-310, 1e36, 1e150, 1e300])('of %s are refused', async (unit) => {
    const refused = {
      code: 'ERR_RANGE',
      message: expect.stringMatching(/"a" to be from 1e-35 to 1e\+35 in size.*unit/),
    }
    for (const kind of kinds)
      await expect(kind.make({ horizon: 4 }).fit(panelOf((value) => value * unit))).rejects.toMatchObject(refused)
    const intervals = conformal(naive({ horizon: 4 }))
    await expect(intervals.fit(panelOf((value) => value * unit))).rejects.toMatchObject(refused)
  })
})
