// The option `context` as a list: `fit` takes the context that forecasts held-out rows best.

import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  conformal,
  type FitOptions,
  gru,
  loadForecaster,
  type NetworkForecaster,
  nLinear,
} from '../../../src/forecast/index.ts'
import { horizon, monthly, seasonal } from './network_panels.ts'

const few = monthly(seasonal(2, 90))
/** Many series: the held-out rows are few, and the first training is kept. */
const many = monthly(seasonal(60, 70))
const quick: FitOptions = { epochs: 30 }
const contexts = [2, 24, 12]

const fitted = async (context: number | readonly number[], panel = few, options = quick) => {
  const model = nLinear({ horizon, context })
  const report = await model.fit(panel, options)
  return { model, report, rows: (await model.predict(panel)).toRows() }
}

describe('several contexts', () => {
  it.for([
    ['of few series, trained again on all rows', few, quick],
    ['of many series, which keep the first training', many, quick],
    ['with a share of validation', few, { ...quick, validation: 0.2 }],
    ['with a number of epochs that held-out rows decide on', many, {}],
  ] as const)('give the network of the best one alone, bit by bit: %s', async ([, panel, options]) => {
    const { model, report, rows } = await fitted(contexts, panel, options)
    expect(report.contexts!.map(({ context }) => context)).toEqual(contexts)
    const best = report.contexts!.reduce((a, b) => (b.score < a.score ? b : a))
    expect(best.context).not.toBe(2)
    expect(model.facts().context).toBe(best.context)
    expect(report.validation!.network).toBe(best.score)
    const alone = await fitted(best.context, panel, options)
    expect(rows).toEqual(alone.rows)
    expect(alone.report).not.toHaveProperty('contexts')
  })

  it('have the scores of a fit with each alone', async () => {
    const { report } = await fitted(contexts)
    for (const { context, score } of report.contexts!)
      expect((await fitted(context)).report.validation!.network).toBe(score)
  })

  it('leave the choice in the file of the model', async () => {
    const { model, rows } = await fitted(contexts)
    const path = join(await mkdtemp(join(tmpdir(), 'contexts-')), 'model.safetensors')
    await model.save(path)
    const loaded = (await loadForecaster(path)) as NetworkForecaster
    expect(loaded.facts().context).toBe(model.facts().context)
    expect(loaded.options).toMatchObject({ context: contexts })
    expect((await loaded.predict(few)).toRows()).toEqual(rows)
  })

  it('report all trainings of the choice to onRehearsal, and the last one to onProgress', async () => {
    const events: string[] = []
    const model = nLinear({ horizon, context: [12, 24] })
    const progress = {
      onRehearsal: () => void events.push('rehearsal'),
      onProgress: () => void events.push('fit'),
    }
    await model.fit(few, { epochs: 1, ...progress })
    expect(events).toEqual(['rehearsal', 'rehearsal', 'fit'])
    events.length = 0
    await model.fit(many, { epochs: 1, ...progress })
    expect(events).toEqual(['rehearsal', 'rehearsal'])
  })
})

describe('a list of contexts is refused', () => {
  it('if it is empty, repeats a number, or has something else', () => {
    expect(() => gru({ horizon, context: [] })).toThrow(/Expected context to be a number or a list.*empty/)
    expect(() => gru({ horizon, context: [12, 24, 12] })).toThrow(/each number of context once, got 12 more than once/)
    expect(() => gru({ horizon, context: [12, 0] })).toThrow(/the contexts in context.*from 1/)
    expect(() => gru({ horizon, context: ['12'] as never })).toThrow(/the contexts in context/)
  })

  it('without held-out rows to judge by', async () => {
    await expect(fitted([12, 24], few, { calibrate: false })).rejects.toThrow(/one context with calibrate: false/)
    await expect(conformal(nLinear({ horizon, context: [12, 24] })).fit(few)).rejects.toThrow(/conformal\(\)/)
    await expect(fitted([2, 4], monthly(seasonal(2, 12)))).rejects.toMatchObject({
      code: 'ERR_DATA',
      message: expect.stringMatching(/held-out rows to compare the contexts 2, 4 by, got none.*Use one number/),
    })
  })

  it('with a checkpoint, which holds one training', async () => {
    const checkpoint = join(tmpdir(), 'never-written.safetensors')
    await expect(fitted([12, 24], few, { checkpoint })).rejects.toThrow(/one context with checkpoint.*\[12, 24\]/)
  })
})
