import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Model, readSafetensors, writeSafetensors } from '../../src/nn/index.ts'
import { forecaster, waves } from './waves.ts'

let folder: string
let path: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  path = join(folder, 'model.safetensors')
})
afterAll(() => rm(folder, { recursive: true }))

const data = waves(40, 10)

describe('the model file', () => {
  it('holds the whole model', async () => {
    const model = forecaster(undefined, { seed: 3 })
    await model.fit(data, { epochs: 2 })
    await model.save(path)
    const loaded = await Model.load<typeof model>(path)
    expect(loaded.parameters).toEqual(model.parameters)
    expect(await loaded.predict({ x: data.x })).toEqual(await model.predict({ x: data.x }))
    // The file also holds seed and loss: training continues with the same bits.
    expect(await loaded.fit(data, { epochs: 1 })).toEqual(await model.fit(data, { epochs: 1 }))
    expect(loaded.parameters).toEqual(model.parameters)
  })

  it('is also what a checkpoint is', async () => {
    const model = forecaster()
    await model.fit(data, { epochs: 2, checkpoint: path })
    const loaded = await Model.load(path)
    expect(loaded.parameters).toEqual(model.parameters)
    expect(loaded.inputs).toEqual([
      { name: 'x', shape: ['batch', 'time', 1], type: 'float32' },
      { name: 'y', shape: ['batch', 1], type: 'float32' },
    ])
  })

  it('holds the version that wrote it', async () => {
    await forecaster().save(path)
    const { metadata } = await readSafetensors(path)
    expect(metadata).toMatchObject({ format: 'gatecast', format_version: '1', library_version: expect.any(String) })
  })

  type Parts = Awaited<ReturnType<typeof readSafetensors>>
  it.for<[string, (parts: Parts) => unknown, string]>([
    ['of a later version', ({ metadata }) => set(metadata, 'format_version', '2'), 'ERR_FILE'],
    ['of another kind', ({ metadata }) => set(metadata, 'format', 'pt'), 'ERR_FILE'],
    ['without a Program', ({ metadata }) => set(metadata, 'program', '{'), 'ERR_FILE'],
    ['without a seed', ({ metadata }) => set(metadata, 'configuration', '{}'), 'ERR_FILE'],
    ['with a Program that is not an object', ({ metadata }) => set(metadata, 'program', '[1]'), 'ERR_PROGRAM'],
    [
      'with an unknown op',
      ({ metadata }) => set(metadata, 'program', metadata.program.replace('"gru"', '"xyz"')),
      'ERR_PROGRAM',
    ],
    ['with a parameter missing', ({ tensors }) => Reflect.deleteProperty(tensors, 'gru0.weight_hh'), 'ERR_DATA'],
    ['with a parameter too many', ({ tensors }) => set(tensors, 'more', tensors['linear0.bias']), 'ERR_DATA'],
    [
      'with one of another shape',
      ({ tensors }) => set(tensors, 'gru0.weight_ih', tensors['linear0.bias']),
      'ERR_SHAPE',
    ],
    ['with NaN in it', ({ tensors }) => tensors['linear0.bias'].data.fill(Number.NaN), 'ERR_NOT_FINITE'],
  ])('is refused %s', async ([, damage, code]) => {
    await forecaster().save(path)
    const parts = await readSafetensors(path)
    damage(parts)
    await writeSafetensors(path, parts)
    const cause = code === 'ERR_FILE' ? {} : { cause: { code } }
    await expect(Model.load(path)).rejects.toMatchObject({ name: 'GatecastError', code: 'ERR_FILE', ...cause })
  })

  it('is refused if it does not exist', async () => {
    await expect(Model.load(join(folder, 'none'))).rejects.toMatchObject({ code: 'ERR_FILE' })
    await expect(forecaster().save(join(folder, 'no', 'folder'))).rejects.toMatchObject({ code: 'ERR_FILE' })
    await expect(Model.load(5 as never)).rejects.toMatchObject({ code: 'ERR_TYPE' })
  })
})

const set = <T>(record: Record<string, T>, key: string, value: T): void => {
  record[key] = value
}
