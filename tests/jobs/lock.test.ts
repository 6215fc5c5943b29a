import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { GatecastError } from '../../src/base/error.ts'
import { type Holder, holdersOf, takeLock } from '../../src/jobs/claim/lock.ts'
import { thisProcess } from '../../src/jobs/claim/process_identity.ts'
import { useFolder } from './scripts.ts'

const folder = useFolder()
let place = ''
let count = 0
beforeEach(() => {
  place = join(folder.path, `${count++}`, 'locks')
})

const busy = ({ pid }: Holder) => new GatecastError('ERR_BUSY', `pid ${pid}`)
const take = (key = 'a', share: string | null = null) => takeLock(place, { key, share }, busy)

/** The file of a process that was here before. */
function leave(holder: Partial<Holder>, age = 0): void {
  mkdirSync(place, { recursive: true })
  const name = '000000000000001-before'
  writeFileSync(
    join(place, `${name}.run`),
    JSON.stringify({ ...thisProcess(), since: 1, key: 'b', share: null, ...holder }),
  )
  writeFileSync(join(place, `${name}.held`), '')
  const time = new Date(Date.now() - 1000 * age)
  utimesSync(join(place, `${name}.run`), time, time)
}

/** The number of a process that has ended. */
const endedPid = (): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--eval', ''])
    child.on('exit', () => resolve(child.pid as number))
  })

describe('a lock', () => {
  it('excludes a second run, names the first one, and leaves nothing when it is given back', async () => {
    {
      await using _lock = await take()
      await expect(take()).rejects.toThrow(`pid ${process.pid}`)
      expect(await holdersOf(place)).toMatchObject([{ pid: process.pid, host: hostname() }])
    }
    expect(readdirSync(join(place, '..'))).toEqual([])
    await using lock = await take()
    expect(lock.tookOver).toBe(false)
  })

  it('is held by one of many that ask at once', async () => {
    for (let round = 0; round < 50; round++) {
      const asked = await Promise.allSettled(Array.from({ length: 5 }, () => take()))
      const held = asked.filter((one) => one.status === 'fulfilled')
      expect(held).toHaveLength(1)
      await held[0].value[Symbol.asyncDispose]()
    }
  })

  it('is shared by different shares of the same work only', async () => {
    await using _first = await take('a', '0')
    await using _second = await take('a', '1')
    await expect(take('a', '1')).rejects.toThrow('pid')
    await expect(take('b', '2')).rejects.toThrow('pid')
    await expect(take('a', null)).rejects.toThrow('pid')
  })

  it.each([
    ['of a process that has ended', async () => ({ pid: await endedPid() }), 0],
    ['of a process whose number another one has now', async () => ({ began: 'earlier' }), 0],
    ['of another machine without a sign of life for minutes', async () => ({ host: 'elsewhere' }), 300],
    ['of this machine before it was started again', async () => ({ space: 'before' }), 300],
  ])('is taken over: %s', async (_, holder, age) => {
    leave(await holder(), age)
    expect(await holdersOf(place)).toEqual([])
    await using lock = await take()
    expect(lock.tookOver).toBe(true)
  })

  it.each([
    ['of a process that runs', {}, 300],
    ['of another machine with a sign of life', { host: 'elsewhere' }, 20],
  ])('is not taken over: %s', async (_, holder, age) => {
    leave(holder, age)
    await expect(take()).rejects.toThrow('pid')
  })

  it('tells its holder that another run has taken it over', async () => {
    await using lock = await take()
    const [own] = readdirSync(place).filter((name) => name.endsWith('.run'))
    writeFileSync(join(place, own), '')
    await using _other = await take('b')
    await expect(lock.check()).rejects.toMatchObject({ code: 'ERR_BUSY' })
  })
})
