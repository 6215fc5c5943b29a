import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensemble } from '../../src/forecast/ensemble/ensemble.ts'
import type { Forecaster } from '../../src/forecast/forecaster.ts'
import { conformal } from '../../src/forecast/intervals/conformal.ts'
import * as baselines from '../../src/forecast/kinds/index.ts'
import { loadForecaster } from '../../src/forecast/stored.ts'
import { readSafetensors, writeSafetensors } from '../../src/nn/index.ts'
import { accidentalDeaths, airPassengers, panelOf } from './data.ts'

const { ar, drift, ets, mean, naive, naive2, seasonalNaive, theta } = baselines
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
})
afterAll(() => rm(folder, { recursive: true }))

const panel = panelOf({ air: airPassengers, deaths: accidentalDeaths })
const options = { horizon: 3, season: 4 }
const forecasters: Forecaster[] = [
  ...[naive, seasonalNaive, drift, mean, naive2, theta].map((make) => make(options)),
  ets({ ...options, model: 'AAN' }),
  ar({ ...options, lags: [1, 12] }),
  ar({ horizon: 3, scope: 'global' }),
  conformal(ar({ horizon: 3, scope: 'global' }), { windows: 6, scale: 'spread' }),
  ensemble([theta(options), conformal(naive(options), { windows: 5 }), ar({ horizon: 3, scope: 'global' })]),
]

describe('a saved forecaster', () => {
  it.for(forecasters)('$kind gives the same bits after loading', async (forecaster) => {
    const path = join(folder, 'forecaster.safetensors')
    await forecaster.fit(panel)
    await forecaster.save(path)
    const loaded = await loadForecaster(path)
    expect(loaded.kind).toBe(forecaster.kind)
    const [before, after] = await Promise.all([forecaster, loaded].map((model) => model.predict(panel)))
    expect(after.mean).toEqual(before.mean)
    expect(after.quantiles).toEqual(before.quantiles)
  })

  it('can be saved before it is fitted', async () => {
    const path = join(folder, 'unfitted.safetensors')
    await conformal(ar({ horizon: 3, scope: 'global' }), { windows: 6 }).save(path)
    const loaded = await loadForecaster(path)
    await loaded.fit(panel)
    expect((await loaded.predict(panel)).horizon).toBe(3)
  })
})

describe('loadForecaster refuses a file', () => {
  it.for([
    ['of a later version', { format_version: '2' }, 'Expected format version 1, got 2'],
    ['of a Model', { format: 'gatecast' }, 'Expected a forecaster written by gatecast, got a Model'],
    ['of an unknown kind', { kind: 'oracle' }, 'got "oracle"'],
    [
      'whose configuration is not JSON',
      { configuration: '{' },
      'Expected the configuration in the metadata to be JSON',
    ],
  ] as const)('%s', async ([, change, message]) => {
    const path = join(folder, 'broken.safetensors')
    await naive({ horizon: 3 }).save(path)
    const { tensors, metadata } = await readSafetensors(path)
    await writeSafetensors(path, { tensors, metadata: { ...metadata, ...change } })
    await expect(loadForecaster(path)).rejects.toMatchObject({
      code: 'ERR_FILE',
      message: expect.stringContaining(message),
    })
  })
})
