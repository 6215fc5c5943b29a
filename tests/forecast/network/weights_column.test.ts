// The column that holds the weights of training: where it comes from, and what it must hold.

import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataFrame } from 'danfojs-node'
import { describe, expect, it } from 'vitest'
import { prepare } from '../../../src/danfo/index.ts'
import {
  type FitOptions,
  gru,
  loadForecaster,
  type NetworkForecaster,
  theta,
  tsMixer,
} from '../../../src/forecast/index.ts'
import { type Panel, panelFromRows } from '../../../src/series/index.ts'
import { horizon, monthly, seasonal, weightedPanel } from './network_panels.ts'

const rows = 60
const plain = seasonal(2, rows)
const once: FitOptions = { epochs: 2, calibrate: false }
const weighted: FitOptions = { ...once, weights: 'w' }
const small = { horizon, hiddenSize: 4, context: 12 }

describe('the column of weights', () => {
  it('is no covariate, and a panel to forecast does not need it', async () => {
    const model = gru(small)
    await model.fit(
      weightedPanel(plain, (t) => 1 + t),
      weighted,
    )
    expect(model.facts().covariates).toEqual({ known: [], observed: [], static: [], categorical: [] })
    const plainModel = gru(small)
    await plainModel.fit(monthly(plain), once)
    const namesOf = ({ model: { inputs } }: NetworkForecaster) => inputs.map(({ name }) => name)
    expect(namesOf(model).filter((name) => name !== 'targetWeight')).toEqual(namesOf(plainModel))
    const without = (await model.predict(monthly(plain))).toRows()
    expect((await model.predict(weightedPanel(plain, () => 7))).toRows()).toEqual(without)
  })

  it('stays beside covariates that the network reads', async () => {
    const panel = monthly(
      plain.map((one) => ({
        ...one,
        observed: {
          w: Float64Array.from({ length: rows }, (_, t) => t),
          price: Float64Array.from({ length: rows }, (_, t) => t % 5),
        },
      })),
    )
    const model = gru(small)
    await model.fit(panel, weighted)
    expect(model.facts().covariates).toMatchObject({ observed: ['price'] })
  })

  it('comes from a table of rows, in which steps may lack', async () => {
    const table = Array.from({ length: rows }, (_, t) => ({
      day: new Date(Date.UTC(2024, 0, 1 + t)),
      sales: 10 + (t % 7),
      w: t < 30 ? 0.5 : 1,
    })).filter((_, t) => t !== 20)
    const panel = panelFromRows(table, { time: 'day', target: 'sales', observed: ['w'], frequency: 'd' })
    const { history } = await gru(small).fit(panel, weighted)
    expect(history!.epochs.at(-1)!.loss).toBeGreaterThan(Number.NEGATIVE_INFINITY)
  })

  it('comes from prepare, and belongs to each target of a panel with several', async () => {
    const days = Array.from({ length: rows }, (_, t) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10))
    const numbers = (of: (t: number) => number) => days.map((_, t) => of(t))
    const columns = { load: numbers((t) => 10 + (t % 7)), temp: numbers((t) => t % 5), w: numbers((t) => t % 3) }
    const given = { time: 'day', target: 'load', observed: ['temp', 'w'] }
    const panel = prepare(new DataFrame({ day: days, ...columns }), given)
      .toPanel()
      .withTargets(['load', 'temp'])
    const model = tsMixer({ horizon, context: 12 })
    await model.fit(panel, { ...weighted, epochs: 1 })
    expect(model.facts()).toMatchObject({ mixes: ['load', 'temp'], covariates: { observed: [] } })
  })

  it('is optional in update of a network that has learned with it', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'weights-')), 'model.safetensors')
    const first = gru(small)
    await first.fit(
      weightedPanel(plain, (t) => t),
      weighted,
    )
    await first.save(path)
    const updated = async (panel: Panel, options: FitOptions) => {
      const model = (await loadForecaster(path)) as NetworkForecaster
      await model.update(panel, options)
      return model.toState().tensors
    }
    const { calibrate: _, weights: __, ...more } = weighted
    const expected = await updated(monthly(plain), more)
    expect(
      await updated(
        weightedPanel(plain, () => 1),
        { ...more, weights: 'w' },
      ),
    ).toEqual(expected)
    expect(
      await updated(
        weightedPanel(plain, (t) => t),
        { ...more, weights: 'w' },
      ),
    ).not.toEqual(expected)
    const unweighted = gru(small)
    await unweighted.fit(monthly(plain), once)
    await expect(
      unweighted.update(
        weightedPanel(plain, () => 1),
        { weights: 'w' },
      ),
    ).rejects.toThrow(/no weights in update/)
  })

  const refused = (panel: Panel, options = weighted) => expect(gru(small).fit(panel, options)).rejects
  it('must exist and hold numbers from 0', async () => {
    await refused(monthly(plain)).toThrow(
      /weights to name a column among.*got "w"\. Name it among the observed columns/,
    )
    await refused(
      weightedPanel(plain, () => 1),
      { ...once, weights: 3 as never },
    ).toThrow(/weights to be a text/)
    const texts = monthly(plain.map((one) => ({ ...one, static: { w: 'heavy' } })))
    await refused(texts).toMatchObject({ code: 'ERR_TYPE', message: expect.stringMatching(/numbers.*"w"/) })
    await refused(weightedPanel(plain, (t) => 3 - t)).toThrow(
      /from 0 to 1e\+30 in column "w", got -1 in row 4 of series "s0"/,
    )
    await refused(weightedPanel(plain, (t) => (t === 5 ? Number.NaN : 1))).toThrow(
      /a weight in column "w".*none in row 5/,
    )
    await refused(weightedPanel(plain, () => 0)).toThrow(/a weight above 0 in column "w"/)
    await refused(weightedPanel(plain, () => 1e31)).toMatchObject({ code: 'ERR_RANGE' })
  })

  it('is refused by methods that do not train', async () => {
    const fit = theta({ horizon }).fit(
      weightedPanel(plain, () => 1),
      { weights: 'w' },
    )
    await expect(fit).rejects.toThrow(/no weights for theta.*got weights: "w"\. Leave it out, or use a network/)
  })
})
