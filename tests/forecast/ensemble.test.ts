import { expect, it } from 'vitest'
import { ensemble } from '../../src/forecast/ensemble.ts'
import { drift, mean, naive } from '../../src/forecast/kinds/index.ts'
import { panelOf } from './data.ts'

const panel = panelOf({ a: [1, 2, 6, 7] })
const members = () => [naive({ horizon: 1 }), drift({ horizon: 1 }), mean({ horizon: 1 })]

it('an ensemble averages means, and quantiles level by level', async () => {
  // 7, 9 and 4.
  const model = ensemble(members())
  await model.fit(panel)
  const forecast = await model.predict(panel)
  const each = await Promise.all(members().map((member) => member.predict(panel)))
  expect(forecast.mean[0]).toBeCloseTo(20 / 3, 12)
  expect(forecast.quantiles[0][0]).toBeCloseTo(each.reduce((sum, { quantiles }) => sum + quantiles[0][0], 0) / 3, 12)
})

it('an ensemble takes the median with average: median', async () => {
  expect((await ensemble(members(), { average: 'median' }).predict(panel)).mean).toEqual(Float64Array.of(7))
  expect((await ensemble(members().slice(0, 2), { average: 'median' }).predict(panel)).mean).toEqual(Float64Array.of(8))
})

it('an ensemble refuses members with different horizons, no members, and an unknown average', () => {
  expect(() => ensemble([naive({ horizon: 1 }), naive({ horizon: 2 })])).toThrow(
    'forecasters with the same horizon, got 1, 2',
  )
  expect(() => ensemble([])).toThrow('Expected an array of one forecaster or more')
  expect(() => ensemble(members(), { average: 'mode' as 'mean' })).toThrow('Expected average to be "mean" or "median"')
})
