// A network that was fitted with the holidays of a place keeps the place.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ensemble, gru, loadForecaster, nLinear } from '../../../src/forecast/index.ts'
import { panelFromSeries } from '../../../src/series/index.ts'

const horizon = 14
/** Sales up to the middle of December, with a peak on the holidays of Bavaria. */
const bare = panelFromSeries(
  [{ id: 'a', start: '2024-09-20', values: Array.from({ length: 92 }, (_, t) => 10 + (t % 7) + (t === 13 ? 40 : 0)) }],
  { frequency: 'd' },
)
const panel = bare.withHolidays('DE-BY', { before: 1 })
const quick = { epochs: 2, calibrate: false }

describe('holidays of a place', () => {
  it('are in the file of a network: a panel without them has the same forecast, over Christmas', async () => {
    const model = gru({ horizon, hiddenSize: 4, context: 14, calendar: false })
    await model.fit(panel, quick)
    expect(model.facts().covariates).toMatchObject({ known: ['holiday'], computed: ['holiday'] })
    const folder = await mkdtemp(join(tmpdir(), 'gatecast-holidays-'))
    try {
      await model.save(join(folder, 'model.safetensors'))
      const loaded = await loadForecaster(join(folder, 'model.safetensors'))
      const { mean } = await model.predict(panel)
      expect((await loaded.predict(bare)).mean).toEqual(mean)
      expect((await loaded.predict(panel)).mean).toEqual(mean)
      const never = panel.extend(horizon).known.map(({ recipe: _, ...column }) => ({
        ...column,
        values: column.values.map(() => 0),
      }))
      const without = panel.extend(horizon).with({ known: never })
      expect((await loaded.predict(without)).mean).not.toEqual(mean)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('are known to the stream of a network and to an ensemble', async () => {
    const model = nLinear({ horizon, context: 14 })
    const both = ensemble([model, gru({ horizon, hiddenSize: 4, context: 14 })])
    await both.fit(panel, quick)
    expect(both.facts().covariates?.computed).toEqual(['holiday'])
    expect((await both.predict(bare)).mean).toEqual((await both.predict(panel)).mean)
    const own = nLinear({ horizon, context: 14 })
    await own.fit(panel, quick)
    const [from, given] = [own.stream(bare), own.stream(panel)]
    expect((await from.next({ values: [12] })).mean).toEqual((await given.next({ values: [12] })).mean)
  })

  it('that are given as dates have to be in every panel', async () => {
    const model = nLinear({ horizon, context: 14 })
    await model.fit(bare.withHolidays(['2024-10-03']), quick)
    expect(model.facts().covariates).not.toHaveProperty('computed')
    await expect(model.predict(bare)).rejects.toThrow(/known covariate "holiday" that fit has seen/)
  })
})
