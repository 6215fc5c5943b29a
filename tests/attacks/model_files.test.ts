// Model files that ask for what they do not hold. Each is refused, in little memory and time.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ErrorCode, GatecastError } from '../../src/base/error.ts'
import { loadForecaster, naive } from '../../src/index.ts'
import { input, linear, Model, readSafetensors, writeSafetensors } from '../../src/nn/index.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
})
afterAll(() => rm(folder, { recursive: true }))

const parameter = (shape: unknown, name = 'w') => ({ kind: 'parameter', inputs: [], attributes: { shape, name } })
const window = { kind: 'input', inputs: [], attributes: { shape: ['batch', 4], type: 'float32', name: 'x' } }
const op = (kind: string, inputs: (number | null)[], attributes = {}) => ({ kind, inputs, attributes })
const program = (ops: object[], outputs: object = { y: 0 }) => JSON.stringify({ ops, outputs, loss: null, metrics: {} })

/** A file of safetensors with any header. */
async function write(header: object | string, bytes = 0): Promise<string> {
  const path = join(folder, 'hostile.safetensors')
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.length))
  await writeFile(path, Buffer.concat([length, text, Buffer.alloc(bytes)]))
  return path
}

const metadataOf = (text: string, more: object = {}) => ({
  ...{ format: 'gatecast', format_version: '1', library_version: '0.1.0' },
  ...{ program: text, configuration: '{"seed":0}' },
  ...more,
})

/** Runs something that must be refused, and says how much memory that took at the most. */
async function refused(run: () => Promise<unknown>, code: ErrorCode): Promise<GatecastError> {
  const before = process.memoryUsage()
  const start = performance.now()
  const error = await run().then(
    () => undefined,
    (error: unknown) => error,
  )
  const after = process.memoryUsage()
  expect(error).toBeInstanceOf(GatecastError)
  expect((error as GatecastError).code).toBe(code)
  expect(performance.now() - start).toBeLessThan(1500)
  expect(after.rss - before.rss).toBeLessThan(100e6)
  return error as GatecastError
}

const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
const tensor = (shape: number[], begin: number, end: number) => ({ dtype: 'F32', shape, data_offsets: [begin, end] })

describe('a model file is refused', () => {
  it.for<[string, object | string, number, RegExp]>([
    [
      'whose parameter of 4 GB has no tensor',
      { __metadata__: metadataOf(program([parameter([5e8, 2])])) },
      0,
      /none named w/,
    ],
    [
      'whose parameter of 4 GB has a tensor of 4 bytes',
      { __metadata__: metadataOf(program([parameter([5e8, 2])])), w: tensor([1], 0, 4) },
      4,
      /"w" of shape \[500000000, 2\], got \[1\]/,
    ],
    [
      'whose parameter has a size that overflows',
      { __metadata__: metadataOf(program([parameter([2 ** 31, 2 ** 31, 2 ** 31])])), w: tensor([1], 0, 4) },
      4,
      /"w" of shape/,
    ],
    [
      'with two parameters of one name',
      { __metadata__: metadataOf(program([parameter([1]), parameter([1])])), w: tensor([1], 0, 4) },
      4,
      /different names/,
    ],
    [
      'whose Program reads its own results',
      { __metadata__: metadataOf(program([window, op('sigmoid', [2]), op('sigmoid', [1])], { y: 2 })) },
      0,
      /values of the ops before/,
    ],
    [
      'whose Program reads itself',
      { __metadata__: metadataOf(program([window, op('sigmoid', [1])], { y: 1 })) },
      0,
      /values of the ops before/,
    ],
    ['whose Program is nested deeply', { __metadata__: metadataOf(nested) }, 0, /Expected/],
    ['whose header is nested deeply', nested, 0, /header that is a JSON object/],
    [
      'with a key twice in the header',
      `{"__metadata__":${JSON.stringify(metadataOf(program([parameter([1])])))},` +
        `"w":${JSON.stringify(tensor([1], 0, 4))},"\\u0077":${JSON.stringify(tensor([1], 0, 4))}}`,
      4,
      /each key of an object once/,
    ],
    [
      'with a key twice in the Program',
      { __metadata__: metadataOf(`{"ops":[],"outputs":{},"ops":[],"loss":null,"metrics":{}}`) },
      0,
      /each key of an object once, got "ops" twice/,
    ],
    [
      'with overlapping tensors',
      { __metadata__: metadataOf(program([parameter([1])])), w: tensor([1], 0, 4), v: tensor([2], 0, 8) },
      8,
      /to begin at 4, got 0/,
    ],
    [
      'with offsets beyond what a number can be',
      { w: { dtype: 'F32', shape: [1], data_offsets: [0, 2 ** 60] } },
      4,
      /two offsets/,
    ],
    ['with a shape whose size overflows', { w: tensor([2 ** 40, 2 ** 40], 0, 4) }, 4, /to take/],
    ['with a tensor that the file does not hold', { w: tensor([2 ** 40], 0, 2 ** 42) }, 4, /bytes of numbers, got 4/],
    [
      'with a tensor named as a prototype',
      '{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
      4,
      /Model/,
    ],
  ])('%s', async ([, header, bytes, message]) => {
    const path = await write(header, bytes)
    const error = await refused(() => Model.load(path), 'ERR_FILE')
    expect(error.message).toMatch(message)
    expect(({} as Record<string, unknown>).dtype).toBeUndefined()
  })

  it('whose header is said to be longer than the file', async () => {
    const path = join(folder, 'long.safetensors')
    await writeFile(path, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x7b]))
    expect((await refused(() => Model.load(path), 'ERR_FILE')).message).toMatch(/header of at most/)
  })

  it('if only a forecast would take terabytes', async () => {
    // Eight numbers of a sample become 10^13.
    const wide = { kind: 'repeat', inputs: [0], attributes: { axis: 1, times: 2 ** 40 } }
    const path = await write({ __metadata__: metadataOf(program([window, wide], { y: 1 })) })
    const run = async () => {
      const model = await Model.load(path)
      await model.predict({ x: { shape: [1, 4], data: new Float32Array(4) } } as never)
    }
    const error = await run().catch((error: unknown) => error)
    expect(error).toBeInstanceOf(GatecastError)
    expect(['ERR_FILE', 'ERR_MEMORY', 'ERR_RANGE']).toContain((error as GatecastError).code)
  })
})

describe('a forecaster file is refused', () => {
  const changed = async (change: (configuration: { horizon: number }) => object) => {
    const path = join(folder, 'naive.safetensors')
    await naive({ horizon: 3 }).save(path)
    const { tensors, metadata } = await readSafetensors(path)
    const configuration = JSON.stringify(change(JSON.parse(metadata.configuration)))
    await writeSafetensors(path, { tensors, metadata: { ...metadata, configuration } })
    return path
  }

  it('with a horizon of 200,000,000, whose forecast would take 4.7 GB', async () => {
    const path = await changed((configuration) => ({ ...configuration, horizon: 2e8 }))
    expect((await refused(() => loadForecaster(path), 'ERR_FILE')).message).toMatch(/horizon .* from 1 to 1000000/)
  })
})

describe('reading a file changes no prototype', () => {
  it('of objects, if a name is __proto__', async () => {
    const x = input(['batch', 4])
    const model = new Model({ inputs: { x }, outputs: { y: linear(x, 1) } })
    const path = join(folder, 'own.safetensors')
    await model.save(path)
    const { tensors, metadata } = await readSafetensors(path)
    const polluted = JSON.stringify({ seed: 0 }).replace('{', '{"__proto__":{"seed":1},')
    await writeSafetensors(path, { tensors, metadata: { ...metadata, configuration: polluted } })
    await expect(Model.load(path)).rejects.toMatchObject({ code: 'ERR_FILE' })
    expect(({} as Record<string, unknown>).seed).toBeUndefined()
  })
})
