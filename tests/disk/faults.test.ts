// Faults of the disk at every call of a save: afterwards there is the old file or the new one, whole, and a save that
// reported no error has written the new one.

import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { tally } from '../setup/tally.ts'

/** The call of the file system that fails next: its number among all calls, and the code. */
const fault = { at: Number.POSITIVE_INFINITY, calls: 0, code: 'ENOSPC' }

/** Counts a call while faults are wanted, and says whether it is the one that fails. */
const isNext = (): boolean => Number.isFinite(fault.at) && ++fault.calls === fault.at

function failing<A extends unknown[], R>(call: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  return async (...args) => {
    if (isNext()) throw Object.assign(new Error(`${fault.code}: injected`), { code: fault.code })
    return call(...args)
  }
}

vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>()
  const open: typeof fs.open = failing(async (...args) => {
    const file = await fs.open(...args)
    const { writeFile: write } = file
    file.writeFile = failing(write.bind(file)) as typeof write
    return file
  })
  return { ...fs, open, rename: failing(fs.rename) }
})
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const fsync = (fd: number, done: (error: Error | null) => void) => {
    if (isNext()) done(Object.assign(new Error(`${fault.code}: injected`), { code: fault.code }))
    else fs.fsync(fd, done)
  }
  return { ...fs, default: { ...fs, fsync }, fsync }
})

const { writeAtomically, temporaryFor } = await import('../../src/base/atomic_file.ts')
const { naive, loadForecaster } = await import('../../src/index.ts')
const { openLog, registerModel, listModels, promote } = await import('../../src/jobs/index.ts')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => {
  fault.at = Number.POSITIVE_INFINITY
})

/** Runs work with a fault at call 1, 2, ... until a run meets none; returns the number of calls. */
async function withEveryFault(code: string, work: () => Promise<void>): Promise<number> {
  for (let at = 1; ; at++) {
    Object.assign(fault, { at, calls: 0, code })
    await work()
    const { calls } = fault
    fault.at = Number.POSITIVE_INFINITY
    if (calls < at) return at - 1
    tally('faults', 1)
  }
}

describe.each(['ENOSPC', 'EIO', 'EROFS', 'EDQUOT'])('%s at every call of', (code) => {
  it('a save leaves the old file or the new one, and no other', async () => {
    const own = await mkdtemp(join(folder, 'save-'))
    const path = join(own, 'file')
    const calls = await withEveryFault(code, async () => {
      await writeFile(path, 'old')
      const error = await writeAtomically(path, [Buffer.from('n'), Buffer.from('ew')]).catch((cause) => cause)
      expect(['old', 'new']).toContain(await readFile(path, 'utf8'))
      if (error === undefined) expect(await readFile(path, 'utf8')).toBe('new')
      else expect(error).toMatchObject({ name: 'GatecastError', code: 'ERR_FILE' })
      expect(await readdir(own)).toEqual(['file'])
    })
    // open, two writes, fsync, rename, open of the folder, fsync
    expect(calls).toBe(7)
  })

  it('a forecaster that is saved over another leaves one of the two', async () => {
    const path = join(await mkdtemp(join(folder, 'model-')), 'model.safetensors')
    await naive({ horizon: 1 }).save(path)
    await withEveryFault(code, async () => {
      const error = await naive({ horizon: 2 })
        .save(path)
        .catch((cause) => cause)
      fault.at = Number.POSITIVE_INFINITY
      const { horizon } = await loadForecaster(path)
      expect(error === undefined ? horizon : 2).toBe(2)
      expect([1, 2]).toContain(horizon)
    })
  })

  it('a registration and a promotion leaves a registry that can be listed', async () => {
    const about = { metrics: {}, data: 'none' }
    await withEveryFault(code, async () => {
      const { at } = fault
      fault.at = Number.POSITIVE_INFINITY
      const registry = await mkdtemp(join(folder, 'registry-'))
      const { version } = await registerModel(registry, 'sales', naive({ horizon: 1 }), about)
      await promote(registry, 'sales', `${version}`)
      fault.at = at
      const added = await registerModel(registry, 'sales', naive({ horizon: 2 }), about).catch((cause) => cause)
      const error = 'version' in added ? await promote(registry, 'sales', `${added.version}`).catch((c) => c) : added
      fault.at = Number.POSITIVE_INFINITY
      const [model] = await listModels(registry)
      for (const one of model.versions) await loadForecaster(join(registry, 'sales', `${one.version}.safetensors`))
      expect(model.versions.map((one) => one.version)).toContain(model.aliases.production)
      if (!(error instanceof Error)) expect(model.aliases.production).toBe(added.version)
      // No file of a version that is not listed, and no draft, is left.
      const files = model.versions.flatMap(({ version }) => [`${version}.json`, `${version}.safetensors`])
      expect((await readdir(join(registry, 'sales'))).sort()).toEqual([...files, 'aliases.json'].sort())
    })
  })
})

it('a disk that cannot sync is no fault', async () => {
  const path = join(folder, 'unsynced')
  // The calls are open, write, fsync, rename, open of the folder, fsync.
  Object.assign(fault, { at: 3, calls: 0, code: 'EINVAL' })
  await writeAtomically(path, [Buffer.from('new')])
  expect(fault.calls).toBeGreaterThan(3)
  expect(await readFile(path, 'utf8')).toBe('new')
})

it.runIf(process.platform === 'linux')('a log on a full disk is an error of the call that logs', async () => {
  const log = await openLog({ path: '/dev/full' })
  expect(() => log.info('a line')).toThrow(
    expect.objectContaining({
      code: 'ERR_FILE',
      message: expect.stringMatching(/a log to "\/dev\/full", got: ENOSPC/),
    }),
  )
})

describe('temporary files of killed processes', () => {
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000)

  it('are removed by the next save beside them if they are old and their process does not run', async () => {
    const own = await mkdtemp(join(folder, 'sweep-'))
    const dead = (path: string) => temporaryFor(path).replace(`.${process.pid}.`, '.999999999.')
    const names = {
      old: dead(join(own, 'model')),
      new: dead(join(own, 'model')),
      living: temporaryFor(join(own, 'model')),
      future: dead(join(own, 'model')),
      foreign: join(own, 'notes.tmp'),
    }
    for (const path of Object.values(names)) await writeFile(path, 'half')
    for (const path of [names.old, names.living, names.foreign]) await utimes(path, ago(48), ago(48))
    // The clock has gone back since.
    await utimes(names.future, ago(-48), ago(-48))
    await writeAtomically(join(own, 'model'), [Buffer.from('whole')])
    const { old: _, ...kept } = names
    expect((await readdir(own)).map((name) => join(own, name)).sort()).toEqual(
      [...Object.values(kept), join(own, 'model')].sort(),
    )
  })
})
