import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSafetensors, writeSafetensors } from '../../src/nn/index.ts'

let folder: string
let path: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  path = join(folder, 'file.safetensors')
})
afterAll(() => rm(folder, { recursive: true }))

/** Writes a file with a header, given as text or as an object, and the bytes after it. */
async function file(header: unknown, data: Uint8Array = new Uint8Array(), length?: number): Promise<string> {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const size = Buffer.alloc(8)
  size.writeBigUInt64LE(BigInt(length ?? text.length))
  await writeFile(path, Buffer.concat([size, text, data]))
  return path
}

const entry = (dtype: string, shape: number[], begin: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
})
const bytes = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
const broken = (message: string) =>
  expect.objectContaining({ code: 'ERR_FILE', message: expect.stringContaining(message) })

describe('safetensors', () => {
  it('reads back what was written', async () => {
    const tensors = {
      weight: { shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 0, 1e-40, 3e38) },
      empty: { shape: [0, 4], data: new Float32Array(0) },
      scalar: { shape: [], data: Int32Array.of(-7) },
    }
    await writeSafetensors(path, { tensors, metadata: { note: 'grüße' } })
    expect(await readSafetensors(path)).toEqual({ tensors, metadata: { note: 'grüße' } })
    const length = (await readFile(path)).readBigUInt64LE()
    expect(length % 8n).toBe(0n)
  })

  it('writes only the file, and keeps the old file if writing fails', async () => {
    await writeSafetensors(path, { tensors: {}, metadata: { version: 'old' } })
    expect(await readdir(folder)).toEqual(['file.safetensors'])
    const missing = join(folder, 'missing', 'file')
    await expect(writeSafetensors(missing, { tensors: {}, metadata: {} })).rejects.toMatchObject({ code: 'ERR_FILE' })
  })

  it('reads the types that other tools write', async () => {
    const f64 = bytes(Float64Array.of(0.5))
    const f16 = bytes(Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7c00))
    const bf16 = bytes(Uint16Array.of(0x3f80, 0xc000))
    const i64 = bytes(BigInt64Array.of(-3n))
    const header = {
      a: entry('F64', [1], 0, 8),
      b: entry('F16', [4], 8, 16),
      c: entry('BF16', [2], 16, 20),
      d: entry('I64', [1], 20, 28),
    }
    const { tensors } = await readSafetensors(await file(header, Buffer.concat([f64, f16, bf16, i64])))
    expect(tensors.a.data).toEqual(Float32Array.of(0.5))
    expect(tensors.b.data).toEqual(Float32Array.of(1, -2, 2 ** -24, Number.POSITIVE_INFINITY))
    expect(tensors.c.data).toEqual(Float32Array.of(1, -2))
    expect(tensors.d.data).toEqual(Int32Array.of(-3))
  })

  it('reads the tensors beside those of a type that it does not know', async () => {
    const header = {
      flags: entry('BOOL', [2], 0, 2),
      pixels: entry('U8', [2], 2, 4),
      eighth: entry('F8_E4M3', [2, 2], 4, 8),
      short: entry('I16', [2], 8, 12),
      weight: entry('F32', [1], 12, 16),
      large: entry('I64', [1], 16, 24),
    }
    const parts = [
      ...[Uint8Array.of(0, 1, 200, 7, 1, 2, 3, 4), bytes(Int16Array.of(-5, 300))],
      ...[bytes(Float32Array.of(2.5)), bytes(BigInt64Array.of(2n ** 40n))],
    ]
    const { tensors, others } = await readSafetensors(await file(header, Buffer.concat(parts)))
    expect(tensors).toEqual({
      flags: { shape: [2], data: Int32Array.of(0, 1) },
      pixels: { shape: [2], data: Int32Array.of(200, 7) },
      short: { shape: [2], data: Int32Array.of(-5, 300) },
      weight: { shape: [1], data: Float32Array.of(2.5) },
    })
    expect(others?.eighth).toEqual({ dtype: 'F8_E4M3', shape: [2, 2], bytes: Uint8Array.of(1, 2, 3, 4) })
    expect(others?.large).toEqual({ dtype: 'I64', shape: [1], bytes: bytes(BigInt64Array.of(2n ** 40n)) })
  })

  it('writes back every tensor that it has read', async () => {
    const header = {
      weight: entry('F32', [1], 0, 4),
      eighth: entry('F8_E4M3', [3], 4, 7),
      padding: entry('U8', [1], 7, 8),
      large: entry('I64', [1], 8, 16),
      complex: entry('C64', [1], 16, 24),
      huge: entry('F64', [2], 24, 40),
    }
    const data = Buffer.concat([
      bytes(Float32Array.of(2.5)),
      Uint8Array.of(1, 2, 3, 4),
      bytes(BigInt64Array.of(2n ** 40n)),
      bytes(Float32Array.of(1, -1)),
      bytes(Float64Array.of(1e300, 1)),
    ])
    const first = await readSafetensors(await file(header, data))
    expect(Object.keys(first.others ?? {}).sort()).toEqual(['complex', 'eighth', 'huge', 'large'])
    await writeSafetensors(path, first)
    expect(await readSafetensors(path)).toEqual(first)
  })

  it('keeps an infinite F64 as infinite, and NaN as NaN', async () => {
    const values = Float64Array.of(Number.POSITIVE_INFINITY, Number.NaN, -3e38)
    const { tensors, others } = await readSafetensors(await file({ a: entry('F64', [3], 0, 24) }, bytes(values)))
    expect(tensors.a.data).toEqual(Float32Array.from(values))
    expect(others).toBeUndefined()
  })

  const one = { shape: [1], data: Float32Array.of(1) }
  const raw = { dtype: 'I64', shape: [1], bytes: new Uint8Array(8) }
  it.for<[string, unknown, string]>([
    ['no tensors', {}, 'tensors to be an object, got nothing'],
    ['an unknown key', { tensors: {}, metdata: {} }, 'Did you mean "metadata"?'],
    ['an array in place of a tensor', { tensors: { a: [1] } }, 'tensor "a" to be { shape, data }'],
    ['numbers of 64 bits', { tensors: { a: { shape: [1], data: Float64Array.of(1) } } }, 'got a Float64Array'],
    ['a shape that does not fit', { tensors: { a: { ...one, shape: [2] } } }, 'to hold 2 numbers, got 1'],
    ['metadata that are no texts', { tensors: {}, metadata: { a: 1 } }, 'metadata "a" to be a text, got 1'],
    ['a name in both groups', { tensors: { a: one }, others: { a: raw } }, '"a" in tensors and in others'],
    ['the name of the metadata', { tensors: { __metadata__: one } }, 'no tensor with the name "__metadata__"'],
    ['other tensors without bytes', { tensors: {}, others: { a: one } }, '"a" of others to be { dtype, shape, bytes }'],
  ])('is not written with %s', async ([, given, message]) => {
    const unwritten = join(folder, 'unwritten')
    await expect(writeSafetensors(unwritten, given as never)).rejects.toThrow(message)
    expect(await readdir(folder)).not.toContain('unwritten')
  })

  const four = new Uint8Array(4)
  it.for<[string, () => Promise<string>, string]>([
    ['a file that is not there', async () => join(folder, 'none'), 'ENOENT'],
    ['a file of 3 bytes', () => writeFile(path, 'abc').then(() => path), '8 bytes'],
    ['a header above 100 MB', () => file({}, four, 100_000_001), 'at most 100000000'],
    ['a header longer than the file', () => file({}, four, 50), 'which the file holds'],
    ['a header that is not JSON', () => file('{"a":'), 'JSON'],
    ['a header that is a list', () => file('[]'), 'object'],
    ['a header that starts with a space', () => file(' {}'), 'object'],
    ['metadata that are not texts', () => file({ __metadata__: { a: 1 } }), 'texts'],
    ['a type that is no text', () => file({ a: { dtype: 8, shape: [4], data_offsets: [0, 4] } }, four), 'a type'],
    ['a negative size', () => file({ a: entry('F32', [-1], 0, 4) }, four), 'shape'],
    ['a size that is not a number', () => file({ a: { ...entry('F32', [1], 0, 4), shape: ['1'] } }, four), 'shape'],
    ['sizes that overflow', () => file({ a: entry('F32', [2 ** 31, 2 ** 31, 4], 0, 4) }, four), 'bytes'],
    ['offsets that do not match the shape', () => file({ a: entry('F32', [2], 0, 4) }, four), 'to take 8 bytes'],
    ['a hole', () => file({ a: entry('F32', [1], 4, 8) }, new Uint8Array(8)), 'to begin at 0'],
    [
      'an overlap',
      () => file({ a: entry('F32', [1], 0, 4), b: entry('F32', [1], 2, 6) }, new Uint8Array(6)),
      'begin at 4',
    ],
    ['bytes left over', () => file({ a: entry('F32', [1], 0, 4) }, new Uint8Array(8)), 'got 8'],
    ['bytes missing', () => file({ a: entry('F32', [1], 0, 4) }, new Uint8Array(3)), 'got 3'],
  ])('refuses %s', async ([, make, message]) => {
    await expect(readSafetensors(await make())).rejects.toEqual(broken(message))
  })

  it('fails only with ERR_FILE, whatever the bytes', async () => {
    await writeSafetensors(path, { tensors: { a: { shape: [2], data: Float32Array.of(1, 2) } }, metadata: { b: 'c' } })
    const sound = await readFile(path)
    const change = fc.tuple(fc.nat(sound.length - 1), fc.nat(255))
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(sound.length), async (changes, cut) => {
        const copy = Buffer.from(sound.subarray(0, changes.length % 2 ? sound.length : cut))
        for (const [at, value] of changes) if (at < copy.length) copy[at] = value
        await writeFile(path, copy)
        await readSafetensors(path).catch((error) => expect(error).toMatchObject({ code: 'ERR_FILE' }))
      }),
      { numRuns: 300 },
    )
  })
})
