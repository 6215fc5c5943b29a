// A forecaster file that anything has changed either loads and forecasts, or is refused when it is loaded.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensemble } from '../../src/forecast/ensemble/ensemble.ts'
import type { Forecaster } from '../../src/forecast/forecaster.ts'
import { conformal } from '../../src/forecast/intervals/conformal.ts'
import { kinds } from '../../src/forecast/kinds/index.ts'
import { loadForecaster } from '../../src/forecast/stored.ts'
import { panelFromSeries } from '../../src/series/panel/panel_from_series.ts'
import { normal } from '../forecast/data.ts'
import { faultsOfFile } from './mutations.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
})
afterAll(() => rm(folder, { recursive: true }))

const rows = 60
const values = (seed: number) =>
  Array.from({ length: rows }, (_, t) => 20 + 5 * Math.sin((t * Math.PI) / 6) + normal(t, seed))
const plain = panelFromSeries(
  ['a', 'b', 'c'].map((id, i) => ({ id, start: '2000-01-01', values: values(i) })),
  { frequency: 'MS' },
)
const withCovariates = panelFromSeries(
  ['a', 'b', 'c'].map((id, i) => ({
    id,
    start: '2000-01-01',
    values: values(i),
    known: { price: Array.from({ length: rows + 3 }, (_, t) => (t === 4 ? Number.NaN : t % 5)) },
    observed: { sky: Array.from({ length: rows }, (_, t) => ['sun', 'rain'][t % 2]) },
    static: { size: i, region: ['north', 'south', 'south'][i] },
  })),
  { frequency: 'MS' },
)

const small: Record<string, object> = { hiddenSize: 4, layers: 1 } as never
const optionsFor = (fields: object, more: object = {}) => {
  const given: Record<string, unknown> = { horizon: 3, ...small, ...more }
  return Object.fromEntries(Object.entries(given).filter(([name]) => name in fields))
}

type Case = readonly [name: string, make: () => Forecaster, covariates?: true]
const ofKind = (name: string) => kinds.find((kind) => kind.name === name) as (typeof kinds)[number]
const make = (name: string, more?: object) => ofKind(name).make(optionsFor(ofKind(name).options, more))
const cases: Case[] = [
  ...kinds.map(({ name }): Case => [name, () => make(name, name === 'tide' ? {} : { heads: 2 })]),
  ['ar, global', () => make('ar', { scope: 'global' })],
  [
    'gru with covariates',
    () => make('gru', { embedIds: true, calendar: ['month'], output: { kind: 'gaussian' } }),
    true,
  ],
  ['deepAr with covariates', () => make('deepAr', { embedIds: true }), true],
  ['tft with covariates', () => make('tft', { heads: 2 }), true],
  ['naive by the clock', () => make('seasonalNaive', { season: 'clock', lower: 0, upper: 1e6 })],
  ['ensemble', () => ensemble([make('theta'), make('gru')], { average: 'weights' })],
  ['conformal', () => conformal(make('ar', { scope: 'global' }), { windows: 6, scale: 'spread', joint: true })],
]

describe('a changed file of a forecaster works or is refused at load', () => {
  it.for(cases)('%s', async ([name, make, covariates]) => {
    const panel = covariates ? withCovariates : plain
    const forecaster = make()
    await forecaster.fit(panel, { epochs: 1, threads: 1 } as never)
    const path = join(folder, `${name}.safetensors`)
    await forecaster.save(path)
    const faults = await faultsOfFile(path, 'configuration', {
      read: loadForecaster,
      use: (read) => read.predict(panel, { threads: 1, samples: 5 }),
    })
    expect(faults).toEqual([])
  })
})
