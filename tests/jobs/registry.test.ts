import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadForecaster, naive, seasonalNaive } from '../../src/forecast/index.ts'
import { promote } from '../../src/jobs/model/promote.ts'
import { checkRegistry, registerModel } from '../../src/jobs/model/register_model.ts'
import { listModels, modelPath } from '../../src/jobs/model/registry.ts'

let folder: string
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'gatecast-')), 'models')
})
afterEach(() => rm(join(folder, '..'), { recursive: true }))

const add = (mase: number, name = 'sales', data = 'rows') =>
  registerModel(folder, name, seasonalNaive({ horizon: 7 }), { metrics: { mase }, data })
const pathOf = (version: string, name = 'sales') => modelPath({ registry: folder, name, version })

describe('a registry of models', () => {
  it('numbers the versions of each name, and lists them with metrics, data and time', async () => {
    await add(0.9)
    await add(0.8)
    await add(0.7, 'stock')
    const models = await listModels(folder)
    expect(
      models.map(({ name, versions, aliases }) => [name, versions.map(({ version }) => version), aliases]),
    ).toEqual([
      ['sales', [1, 2], { latest: 2 }],
      ['stock', [1], { latest: 1 }],
    ])
    expect(models[0].versions[1]).toMatchObject({
      kind: 'seasonalNaive',
      horizon: 7,
      metrics: { mase: 0.8 },
      data: 'rows',
    })
  })

  it('finds the file of a version or an alias', async () => {
    await add(0.9)
    await registerModel(folder, 'sales', naive({ horizon: 7 }), { data: 'rows' })
    expect((await loadForecaster(await pathOf('latest'))).kind).toBe('naive')
    expect((await loadForecaster(await pathOf('1'))).kind).toBe('seasonalNaive')
    await promote(folder, 'sales', 1)
    expect(await pathOf('production')).toBe(join(folder, 'sales', '1.safetensors'))
  })

  it('gives models that are added at the same time different versions', async () => {
    const added = await Promise.all(Array.from({ length: 12 }, (_, i) => add(i)))
    expect(added.map(({ version }) => version).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    )
    expect((await readdir(join(folder, 'sales'))).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('does not list a model without an entry', async () => {
    await add(0.9)
    await writeFile(join(folder, 'sales', '2.safetensors'), 'half')
    expect((await listModels(folder))[0].aliases).toEqual({ latest: 1 })
    expect((await add(0.8)).version).toBe(3)
  })

  it('stores a metric that is not a number as null', async () => {
    await add(Number.NaN)
    expect((await listModels(folder))[0].versions[0].metrics).toEqual({ mase: null })
  })

  it.each([
    ['a missing name', () => pathOf('latest', 'sale'), 'ERR_FILE', /Expected a model "sale".*only "sales"/],
    ['a missing version', () => pathOf('7'), 'ERR_FILE', /one of 1, latest, got "7"/],
    [
      'production before a version was promoted',
      () => pathOf('production'),
      'ERR_FILE',
      /Promote one: gatecast promote .* sales 1/,
    ],
    ['a name that is not a file name', () => add(1, '../sales'), 'ERR_RANGE', /got "\.\.\/sales"/],
  ])('refuses %s', async (_, call, code, message) => {
    await add(1)
    await expect(call()).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('refuses a file in the place of its folder, before a model is trained', async () => {
    await add(1)
    const file = join(folder, 'sales', '1.json')
    for (const [registry, name] of [
      [file, 'sales'],
      [join(file, 'deeper'), 'sales'],
    ]) {
      const refused = { code: 'ERR_FILE', message: expect.stringContaining('expected a folder of models') }
      await expect(checkRegistry(registry, name)).rejects.toMatchObject(refused)
      await expect(registerModel(registry, name, naive({ horizon: 7 }), { data: 'rows' })).rejects.toMatchObject({
        code: 'ERR_FILE',
      })
    }
  })

  it('refuses a broken entry', async () => {
    await add(1)
    await writeFile(join(folder, 'sales', '1.json'), '{')
    await expect(listModels(folder)).rejects.toMatchObject({ code: 'ERR_FILE' })
  })
})

describe('promotion', () => {
  it('puts the first version into production with any rule', async () => {
    await add(0.9)
    expect(await promote(folder, 'sales', 'latest', { unlessWorseBy: 0.01 })).toMatchObject({
      promoted: true,
      production: 1,
    })
  })

  it.each([
    [0.907, true],
    [0.92, false],
    [0.5, true],
  ])('after a MASE of 0.9 and at most 1 %% worse, %d is promoted: %s', async (mase, promoted) => {
    await add(0.9)
    await promote(folder, 'sales', 1)
    await add(mase)
    expect(await promote(folder, 'sales', 2, { unlessWorseBy: 0.01 })).toMatchObject({
      promoted,
      production: promoted ? 2 : 1,
    })
  })

  it('keeps the aliases that people have added', async () => {
    await add(0.9)
    await add(0.8)
    await writeFile(join(folder, 'sales', 'aliases.json'), '{ "production": 1, "staging": 2 }')
    await promote(folder, 'sales', 2)
    expect((await listModels(folder))[0].aliases).toEqual({ latest: 2, production: 2, staging: 2 })
    expect(await pathOf('staging')).toBe(join(folder, 'sales', '2.safetensors'))
  })

  it('needs the metric of both versions', async () => {
    await add(0.9)
    await promote(folder, 'sales', 1)
    await registerModel(folder, 'sales', naive({ horizon: 7 }), { data: 'rows' })
    await expect(promote(folder, 'sales', 2, { unlessWorseBy: 0.01 })).rejects.toThrow(
      'Expected mase among the metrics of "sales" version 2, got none',
    )
    expect(await promote(folder, 'sales', 2)).toMatchObject({ promoted: true })
  })

  it('reports that versions were tested on different data', async () => {
    await add(0.9)
    await promote(folder, 'sales', 1)
    await add(0.8, 'sales', 'other rows')
    expect((await promote(folder, 'sales', 2, { unlessWorseBy: 0 })).reason).toContain(
      'each on the data it was trained on',
    )
  })
})
