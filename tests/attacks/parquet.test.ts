// Parquet files that were damaged, or made to break their reader. DuckDB parses them, in this process: each file is refused with
// its name, or read, in little memory and time.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { GatecastError } from '../../src/base/error.ts'
import { Tables, writeTable } from '../../src/files/index.ts'
import { tally } from '../setup/tally.ts'

let folder: string
let path: string
let whole: Buffer
let tables: Tables
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  path = join(folder, 'damaged.parquet')
  const day = 86_400_000
  await writeTable(path, [
    { name: 'id', type: 'text', values: ['a', 'b', 'c'], repeat: 50 },
    { name: 't', type: 'date', values: Float64Array.from({ length: 150 }, (_, i) => (19_000 + (i % 50)) * day) },
    { name: 'y', type: 'number', values: Float64Array.from({ length: 150 }, (_, i) => Math.sin(i)) },
  ])
  whole = await readFile(path)
  tables = await Tables.open({ memory: '200MB', threads: 1 })
})
afterAll(async () => {
  await tables.close()
  await rm(folder, { recursive: true })
})

/** Reads the bytes as a table. Returns the error that names the file, or the number of rows that were read. */
async function read(bytes: Buffer): Promise<GatecastError | number> {
  await writeFile(path, bytes)
  const [start, before] = [performance.now(), process.memoryUsage().rss]
  const outcome = await tables.readPanel({ path }, { series: 'id', time: 't', target: 'y', frequency: 'd' }).then(
    (panel) => panel.target.values.length,
    (error: unknown) => error,
  )
  expect(performance.now() - start).toBeLessThan(5000)
  expect(process.memoryUsage().rss - before).toBeLessThan(300e6)
  tally('faults', 1)
  if (typeof outcome === 'number') return outcome
  expect(outcome).toBeInstanceOf(GatecastError)
  expect(['ERR_FILE', 'ERR_DATA', 'ERR_TYPE', 'ERR_NOT_FINITE', 'ERR_MEMORY']).toContain(
    (outcome as GatecastError).code,
  )
  expect((outcome as Error).message.length).toBeLessThan(1000)
  return outcome as GatecastError
}

const changed = (change: (bytes: Buffer) => void): Buffer => {
  const bytes = Buffer.from(whole)
  change(bytes)
  return bytes
}

/** The footer: Thrift, then its length in four bytes, then PAR1. */
const footer = () => whole.readUInt32LE(whole.length - 8)

it('a whole file is read', async () => {
  expect(await read(whole)).toBe(150)
})

it('a file that is cut off anywhere is refused by name', async () => {
  for (let part = 0; part < 24; part++) {
    const error = await read(whole.subarray(0, Math.floor((part / 24) * whole.length)))
    expect(error).toMatchObject({ message: expect.stringContaining('damaged.parquet') })
  }
})

it.for<[string, (bytes: Buffer) => void]>([
  ['a footer of 2 GB', (bytes) => void bytes.writeUInt32LE(0x7fff_ffff, bytes.length - 8)],
  ['a footer of 4 GB', (bytes) => void bytes.writeUInt32LE(0xffff_ffff, bytes.length - 8)],
  ['a footer of no bytes', (bytes) => void bytes.writeUInt32LE(0, bytes.length - 8)],
  ['a footer that begins before the file', (bytes) => void bytes.writeUInt32LE(bytes.length + 1, bytes.length - 8)],
  ['another magic word at its end', (bytes) => void bytes.write('PARE', bytes.length - 4)],
  ['a footer of zeros', (bytes) => void bytes.fill(0, bytes.length - 8 - footer(), bytes.length - 8)],
  [
    'a footer of ones, whose sizes are all the largest',
    (bytes) => void bytes.fill(0xff, bytes.length - 8 - footer(), bytes.length - 8),
  ],
  ['pages of zeros', (bytes) => void bytes.fill(0, 4, bytes.length - 8 - footer())],
  ['pages of ones', (bytes) => void bytes.fill(0xff, 4, bytes.length - 8 - footer())],
])('a file with %s is refused by name', async ([, change]) => {
  expect(await read(changed(change))).toMatchObject({ message: expect.stringContaining('damaged.parquet') })
})

it('a file with sizes that overflow, anywhere in its footer, is refused or read', async () => {
  const end = whole.length - 8
  // A number of Thrift ends with the first byte below 128: nine bytes of ones and one more are the largest.
  const largest = Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1])
  for (let at = end - footer(); at < end - largest.length; at += 7)
    await read(changed((bytes) => void largest.copy(bytes, at)))
})

it('a file with a flipped byte, anywhere, is refused or read', async () => {
  const count = Number(process.env.GATECAST_MUTATIONS ?? 150)
  for (let i = 0; i < count; i++) {
    const at = Math.floor(((i + 0.5) / count) * whole.length)
    await read(changed((bytes) => void bytes.writeUInt8(bytes[at] ^ (1 << (i % 8)), at)))
  }
})
