// Tests that every kind of forecaster must pass. They run for each kind that `kinds` lists.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Field } from '../../../src/base/options/fields.ts'
import type { Forecaster } from '../../../src/forecast/forecaster.ts'
import type { ForecasterKind } from '../../../src/forecast/kind.ts'
import { kinds } from '../../../src/forecast/kinds/index.ts'
import type { NetworkForecaster } from '../../../src/forecast/network/network_forecaster.ts'
import { draw } from '../../../src/forecast/space.ts'
import { forecasterFromState, loadForecaster } from '../../../src/forecast/stored.ts'
import { parseJob } from '../../../src/jobs/job/read_job.ts'
import { forecasterOf } from '../../../src/jobs/model/forecaster_of.ts'
import type { ModelOfKind } from '../../../src/jobs/model/model_kinds.ts'
import { panelFromSeries, type SeriesInput } from '../../../src/series/index.ts'
import { smallOf, smallOptions, training } from './small_kinds.ts'

const horizon = 4
const rows = 72
const madeOf = (kind: ForecasterKind, options: object = {}): Forecaster => smallOf(kind, { horizon, ...options })

const wave = (t: number, s: number) => 20 + 5 * s + 4 * Math.sin((2 * Math.PI * (t + s)) / 12) + ((7 * t + 3 * s) % 5)
const series = (change: (values: Float64Array, s: number) => Partial<SeriesInput> = () => ({})): SeriesInput[] =>
  [0, 1, 2].map((s) => {
    const values = Float64Array.from({ length: rows }, (_, t) => wave(t, s))
    return { id: `s${s}`, start: '2000-01', values, ...change(values, s) }
  })
const panel = panelFromSeries(series(), { frequency: 'MS' })

async function fitted(kind: ForecasterKind, data = panel, options: object = {}): Promise<Forecaster> {
  const forecaster = madeOf(kind, options)
  await forecaster.fit(data, training)
  return forecaster
}

describe.each(kinds.map((kind) => [kind.name, kind] as const))('%s', (name, kind) => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('has help, a schema and a check for each option, which its own default passes', () => {
    expect(kind.options).toHaveProperty('horizon.required', true)
    for (const [option, field] of Object.entries<Field>(kind.options)) {
      expect(field.help, option).not.toBe('')
      expect(Object.keys(field.schema), option).not.toEqual([])
      if (field.default !== undefined) field.check(option, field.default)
      else if (!field.required) expect(field.otherwise, `${option} says what applies without it`).toBeTruthy()
    }
  })

  it('refuses an option that it does not have, and names the nearest', () => {
    expect(() => kind.make({ horizon, sesson: 12 })).toThrow(
      /options of \w+ to be among .*got "sesson"\. Did you mean "season"\?/,
    )
    expect(() => kind.make({})).toThrow('Expected horizon to be a whole number from 1 to 1000000, got nothing')
  })

  it('is a model of a job, with all of its options', () => {
    const own = Object.entries<Field>(kind.options).filter(([option]) => option !== 'horizon')
    const written = Object.fromEntries(
      own.flatMap(([option, field]) => (field.default === undefined ? [] : [[option, field.default]])),
    )
    const job = parseJob(JSON.stringify({ horizon, model: { kind: name, ...written } }), 'job.yaml')
    const made = forecasterOf(job.model as ModelOfKind, { horizon, seed: 0 })
    expect(made.kind).toBe(name)
    expect(() => parseJob(`horizon: 4\nmodel: { kind: ${name}, sesson: 12 }`, 'job.yaml')).toThrow(
      `job.yaml:2: model.sesson: expected an option of a model of kind ${name}, got "sesson"`,
    )
  })

  it('forecasts, and a file of it forecasts the same', async () => {
    const forecaster = await fitted(kind)
    const options = { quantiles: [0.1, 0.5, 0.9], samples: 20 }
    const { mean, quantiles } = await forecaster.predict(panel, options)
    expect(mean).toHaveLength(3 * horizon)
    const path = join(folder, `${name}.safetensors`)
    await forecaster.save(path)
    for (const twin of [await loadForecaster(path), forecasterFromState(forecaster.toState())]) {
      const again = await twin.predict(panel, options)
      expect(again.mean).toEqual(mean)
      expect(again.quantiles).toEqual(quantiles)
      expect(twin.toState().config).toEqual(JSON.parse(JSON.stringify(forecaster.toState().config)))
    }
  })

  it('says truly whether fit learns anything', async () => {
    const forecaster = madeOf(kind)
    expect(forecaster.learns).toBe(kind.learns(smallOptions(kind)))
    const forecast = forecaster.predict(panel)
    if (forecaster.learns === 'all series') await expect(forecast).rejects.toMatchObject({ code: 'ERR_DATA' })
    else expect((await forecast).mean).toEqual((await (await fitted(kind)).predict(panel)).mean)
    expect(forecaster.fresh().options).toEqual(forecaster.options)
  })

  it('says truly which covariates it uses', async () => {
    const noise = (t: number, s: number) => Math.sin(37 * t + 11 * s)
    const withCovariate = (role: 'known' | 'observed' | 'static') =>
      panelFromSeries(
        series((_, s) => {
          const values = Float64Array.from({ length: role === 'known' ? rows + horizon : rows }, (_, t) => noise(t, s))
          return role === 'static' ? { static: { size: s } } : { [role]: { x: values } }
        }),
        { frequency: 'MS' },
      )
    const plain = (await (await fitted(kind)).predict(panel, { samples: 20 })).mean
    for (const role of ['known', 'observed', 'static'] as const) {
      const data = withCovariate(role)
      const { mean } = await (await fitted(kind, data)).predict(data, { samples: 20 })
      const differs = mean.some((value, i) => value !== plain[i])
      expect(differs, `${role} covariates change the forecast`).toBe(kind.uses[role])
    }
  })

  it('forecasts series with missing values', async () => {
    const gaps = panelFromSeries(
      series((values) => ({ values: values.map((value, t) => (t % 9 === 4 ? Number.NaN : value)) })),
      { frequency: 'MS' },
    )
    const { mean } = await (await fitted(kind, gaps)).predict(gaps, { samples: 20 })
    expect(mean.every(Number.isFinite)).toBe(true)
  })

  it('makes its candidates for auto, its quick trial, and every configuration of its tuning', () => {
    for (const options of kind.auto) expect(kind.make({ horizon, ...options }).horizon).toBe(horizon)
    if (kind.quick) kind.make({ horizon, ...kind.quick.options })
    const space = kind.tunes?.(horizon) ?? {}
    for (const option of Object.keys(space)) expect(Object.keys(kind.options)).toContain(option)
    for (let trial = 0; trial < 20; trial++) madeOf(kind, draw(space, 0, trial))
  })

  it.runIf(kind.cost === 'training')('follows a stream of observations', async () => {
    const forecaster = (await fitted(kind)) as NetworkForecaster
    using stream = forecaster.stream(panel)
    const forecast = await stream.next({ values: [20, 25, 30] })
    expect(forecast.mean.every(Number.isFinite)).toBe(true)
    expect(forecaster.facts()).toMatchObject({ frequency: 'MS', context: expect.any(Number) })
  })
})
