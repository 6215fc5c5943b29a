// Files of sequences, images and sound that were damaged, or made to break their reader: each is refused with its name, or read,
// in little memory and time.

import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ErrorCode, GatecastError } from '../../src/base/error.ts'
import { setMaxMemory } from '../../src/index.ts'
import { readIdx, readTs, readWav } from '../../src/sequences/index.ts'
import { tally } from '../setup/tally.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
})
afterAll(() => rm(folder, { recursive: true }))

type Read = (path: string) => Promise<unknown>

/** Returns the error with which a file is refused; `undefined` if it is read. */
async function read(reader: Read, path: string): Promise<GatecastError | undefined> {
  const before = process.cpuUsage()
  const error = await reader(path).then(
    () => undefined,
    (error: unknown) => error,
  )
  const { user, system } = process.cpuUsage(before)
  expect(user + system).toBeLessThan(5e6)
  tally('inputs', 1)
  if (error === undefined) return undefined
  expect(error).toBeInstanceOf(GatecastError)
  expect((error as Error).message).toContain(path)
  expect((error as Error).message.length).toBeLessThan(2000)
  return error as GatecastError
}

async function refused(reader: Read, name: string, bytes: string | Buffer, code: ErrorCode): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  const error = await read(reader, path)
  expect(error?.code).toBe(code)
  return (error as Error).message
}

const idx = (type: number, shape: readonly number[], data: number) => {
  const bytes = Buffer.alloc(4 + 4 * shape.length + data)
  bytes.set([0, 0, type, shape.length])
  for (const [axis, size] of shape.entries()) bytes.writeUInt32BE(size, 4 + 4 * axis)
  return bytes
}

/** @param size - the size that the chunk of samples says it has */
function wav(
  data: number,
  changes: { channels?: number; rate?: number; bits?: number; size?: number; fmt?: number } = {},
) {
  const { channels = 1, rate = 8000, bits = 16, size = data, fmt = 16 } = changes
  const bytes = Buffer.alloc(44 + data)
  bytes.write('RIFF')
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(fmt, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(channels, 22)
  bytes.writeUInt32LE(rate, 24)
  bytes.writeUInt16LE(bits, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(size, 40)
  return bytes
}

const ts = '@classLabel true a b\n@data\n1,2:3,4:a\n5,6:7,8:b\n'
const many = 2 ** 32 - 1

describe('a file is refused', () => {
  it.for<[string, Read, string, () => string | Buffer, ErrorCode, RegExp]>([
    [
      'IDX whose sizes overflow',
      readIdx,
      'a.idx',
      () => idx(8, Array(255).fill(many), 9),
      'ERR_FILE',
      /Infinity bytes/,
    ],
    ['IDX of 4 GB with 10 bytes', readIdx, 'b.idx', () => idx(8, [many], 10), 'ERR_FILE', /4294967295 bytes .* got 10/],
    [
      'IDX with sizes of 0 and infinity',
      readIdx,
      'c.idx',
      () => idx(8, [...Array(254).fill(many), 0], 1),
      'ERR_FILE',
      /bytes/,
    ],
    ['IDX without its sizes', readIdx, 'd.idx', () => Buffer.from([0, 0, 8, 255, 0]), 'ERR_FILE', /255 dimensions/],
    ['IDX that is empty', readIdx, 'e.idx', () => '', 'ERR_FILE', /an empty file/],
    ['IDX of an unknown type', readIdx, 'f.idx', () => idx(10, [1], 1), 'ERR_FILE', /first bytes/],
    [
      'IDX that is cut off in its compression',
      readIdx,
      'g.idx.gz',
      () => gzipSync(idx(8, [9], 9)).subarray(0, 20),
      'ERR_FILE',
      /unexpected end/,
    ],
    [
      'WAV of 2^31 samples that has 10',
      readWav,
      'a.wav',
      () => wav(20, { size: 2 ** 32 - 2 ** 16 - 1 }),
      'ERR_FILE',
      /cut off/,
    ],
    ['WAV without channels', readWav, 'b.wav', () => wav(20, { channels: 0 }), 'ERR_FILE', /0 channels/],
    ['WAV with a rate of 0', readWav, 'c.wav', () => wav(20, { rate: 0 }), 'ERR_FILE', /rate of 0/],
    ['WAV with more channels than bytes', readWav, 'd.wav', () => wav(20, { channels: 65_535 }), 'ERR_FILE', /samples/],
    ['WAV of 7 bits', readWav, 'e.wav', () => wav(20, { bits: 7 }), 'ERR_FILE', /format 1 of 7 bits/],
    ['WAV whose format is said to have 4 GB', readWav, 'f.wav', () => wav(20, { fmt: many }), 'ERR_FILE', /got none/],
    ['WAV whose format has no bytes', readWav, 'g.wav', () => wav(20, { fmt: 0 }), 'ERR_FILE', /at least 16 bytes/],
    ['WAV that ends after its first words', readWav, 'h.wav', () => wav(0).subarray(0, 12), 'ERR_FILE', /got none/],
    [
      '.ts with 60,000,000 numbers in a line',
      readTs,
      'a.ts',
      () => `${ts}${'1,'.repeat(6e7)}1:2:a\n`,
      'ERR_MEMORY',
      /line 5 of .*60000003 fields/,
    ],
    [
      '.ts with 60,000,000 channels',
      readTs,
      'b.ts',
      () => `${ts}${'1:'.repeat(6e7)}a\n`,
      'ERR_MEMORY',
      /line 5 of .*60000001 fields/,
    ],
    [
      '.ts with a word of 100 MB',
      readTs,
      'c.ts',
      () => `${ts}${'x'.repeat(1e8)}:2:a\n`,
      'ERR_FILE',
      /line 5: Expected a number/,
    ],
    [
      '.ts with a header of 100 MB',
      readTs,
      'd.ts',
      () => `${'y'.repeat(1e8)}\n${ts}`,
      'ERR_FILE',
      /line 1: Expected a line that begins/,
    ],
    [
      '.ts with 10^30 steps',
      readTs,
      'e.ts',
      () => `@seriesLength ${'9'.repeat(30)}\n${ts}`,
      'ERR_FILE',
      /line 4: Expected 1e\+30 values/,
    ],
  ])('%s', async ([, reader, name, bytes, code, message]) => {
    expect(await refused(reader, name, bytes(), code)).toMatch(message)
  })

  it.for([
    ['IDX', readIdx, 'bomb.idx.gz'],
    ['.ts', readTs, 'bomb.ts.gz'],
  ] as const)('%s that unpacks to more than a call may take', async ([, reader, name]) => {
    setMaxMemory('20MB')
    try {
      expect(await refused(reader, name, gzipSync(Buffer.alloc(100e6)), 'ERR_MEMORY')).toMatch(
        /unpacked bytes .* 0.02.* GB/,
      )
    } finally {
      setMaxMemory(undefined)
    }
  })

  it.for([
    ['IDX', readIdx],
    ['WAV', readWav],
    ['.ts', readTs],
  ] as const)('%s of a terabyte', async ([name, reader]) => {
    const path = join(folder, `large ${name}`)
    await writeFile(path, '')
    // A file with a hole: it has no bytes on the disk.
    await truncate(path, 1e12)
    expect((await read(reader, path))?.code).toBe('ERR_MEMORY')
    await rm(path)
  })
})

it('WAV of a recorder that was stopped is read to its end', async () => {
  const path = join(folder, 'open.wav')
  await writeFile(path, wav(20, { size: many }))
  expect((await readWav(path)).samples).toHaveLength(10)
})

it.for<[string, Read, () => Buffer]>([
  ['IDX', readIdx, () => idx(13, [3, 4], 48)],
  ['WAV', readWav, () => wav(40, { channels: 2 })],
  ['.ts', readTs, () => Buffer.from(ts)],
  ['.ts.gz', readTs, () => gzipSync(ts)],
])('%s that is cut off, or has another byte, anywhere is refused by name or read', async ([name, reader, make]) => {
  const path = join(folder, `damaged${name}`)
  const whole = make()
  for (let at = 0; at < whole.length; at++) {
    await writeFile(path, whole.subarray(0, at))
    await read(reader, path)
    for (const value of [0, 0xff, whole[at] ^ (1 << (at % 8))]) {
      await writeFile(path, Buffer.from(whole.map((byte, i) => (i === at ? value : byte))))
      await read(reader, path)
    }
  }
})
