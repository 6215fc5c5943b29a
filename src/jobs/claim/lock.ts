// A lock on an output: a folder with one file for each process that writes there.
//
// A process announces itself by a file of its own, looks at the files of the others, and then either has the lock or takes
// its file back. Nobody changes the file of a process that lives, so the lock of a dead process is taken over without a
// race. Two processes cannot both miss each other: the one that looks last sees the file of the other. If both see each
// other, the smaller name goes first.

import { randomUUID } from 'node:crypto'
import { rmdirSync, rmSync } from 'node:fs'
import { mkdir, readFile, rename, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { GatecastError } from '../../base/error.ts'
import { makeFolder, namesIn } from '../../base/folders.ts'
import { lifeOf, type ProcessIdentity, thisProcess } from './process_identity.ts'

/** Milliseconds between two signs of life of a process that holds a lock. */
const heartbeat = 5000

/** Milliseconds without a sign of life after which a process on another machine counts as dead. */
const lostAfter = 12 * heartbeat

/** Milliseconds between two looks at processes that do not have the lock yet, and the largest number of looks. */
const pause = 20
const mostLooks = 500

/** The process that holds a lock, and the work for which it does. */
export interface Holder extends ProcessIdentity {
  /** When it took the lock, in milliseconds since 1970. */
  readonly since: number
  /** Holders with equal keys do the same work. */
  readonly key: string
  /** The share of the work; `null` for all of it. Holders of different shares of the same work do not exclude each other. */
  readonly share: string | null
}

export interface Lock extends AsyncDisposable {
  /** Whether files of processes that no longer live were there. */
  readonly tookOver: boolean
  /** @throws {GatecastError} `ERR_BUSY` if another process took this one for dead and removed its file */
  check(): Promise<void>
}

/** The file with which a process announces itself. It is there until the process gives the lock back. */
const announced = '.run'
/** The file that shows that the process has the lock. */
const held = '.held'

/** Whether two holders may work at the same time. */
const areCompatible = (one: Holder, other: Holder): boolean =>
  one.key === other.key && one.share !== null && other.share !== null && one.share !== other.share

/**
 * Takes the lock of a folder.
 *
 * @param busy - makes the error from the process that has the lock
 * @throws {GatecastError} `ERR_BUSY` if another process has the lock
 */
export async function takeLock(
  folder: string,
  work: Pick<Holder, 'key' | 'share'>,
  busy: (holder: Holder) => GatecastError,
): Promise<Lock> {
  const own: Holder = { ...thisProcess(), since: Date.now(), ...work }
  const name = `${String(own.since).padStart(15, '0')}-${randomUUID()}`
  const [path, proof] = [announced, held].map((ending) => join(folder, `${name}${ending}`))
  await announce(folder, path, own)
  const exit = () => leaveNow(folder, [proof, path])
  process.once('exit', exit)
  const leave = async () => {
    process.off('exit', exit)
    for (const one of [proof, path]) await rm(one, { force: true })
    await rmdir(folder).catch(() => {})
  }
  let tookOver = false
  // A process that announces itself after the first look sees this one, and waits for it or gives way.
  let rivals: ReadonlySet<string> | undefined
  try {
    for (let looks = 0; ; looks++) {
      const { living, dead } = await othersIn(folder, name)
      for (const one of dead)
        for (const ending of [held, announced]) await rm(join(folder, one + ending), { force: true })
      tookOver ||= dead.length > 0
      rivals ??= new Set(living.filter(({ holder }) => !areCompatible(own, holder)).map((other) => other.name))
      const against = living.filter((other) => rivals?.has(other.name))
      if (against.length === 0) break
      const first = against.find((other) => other.isHeld || other.name < name)
      if (first ?? looks > mostLooks) throw busy((first ?? against[0]).holder)
      // A process with a larger name has announced itself. It may have looked before this one did.
      await sleep(pause)
    }
    await writeFile(proof, '').catch((cause) => {
      throw notWritten(folder, cause)
    })
  } catch (error) {
    await leave()
    throw error
  }
  const timer = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => {}), heartbeat)
  timer.unref()
  return {
    tookOver,
    async check() {
      if (await stat(path).catch(() => undefined)) return
      throw new GatecastError(
        'ERR_BUSY',
        `Expected to keep the lock at "${folder}", got another run that took this one for ended. Start this one again`,
      )
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await leave()
    },
  }
}

/** The processes that have the lock of a folder. */
export async function holdersOf(folder: string): Promise<Holder[]> {
  const { living } = await othersIn(folder, undefined)
  return living.filter(({ isHeld }) => isHeld).map(({ holder }) => holder)
}

const notWritten = (folder: string, cause: unknown): GatecastError =>
  new GatecastError('ERR_FILE', `Expected to write "${folder}", got: ${(cause as Error).message}`, { cause })

/** Writes the file of a holder, so that it appears with its whole content. */
async function announce(folder: string, path: string, holder: Holder): Promise<void> {
  const draft = join(folder, `.${randomUUID()}`)
  for (let tries = 0; ; tries++) {
    try {
      await makeFolder(dirname(folder))
      await mkdir(folder).catch((error) => {
        if (error.code !== 'EEXIST') throw error
      })
      await writeFile(draft, JSON.stringify(holder), { flag: 'wx' })
      return await rename(draft, path)
    } catch (cause) {
      if (cause instanceof GatecastError) throw cause
      // The last holder removed the folder between these calls.
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT' && tries < 100) continue
      throw notWritten(folder, cause)
    }
  }
}

interface Other {
  readonly name: string
  readonly holder: Holder
  readonly isHeld: boolean
}

/** The other processes that have announced themselves: those that live, and the names of those that do not. */
async function othersIn(folder: string, own: string | undefined): Promise<{ living: Other[]; dead: string[] }> {
  const living: Other[] = []
  const dead: string[] = []
  const files = await namesIn(folder)
  const names = files.filter((file) => file.endsWith(announced)).map((file) => file.slice(0, -announced.length))
  for (const name of names.filter((one) => one !== own)) {
    const path = join(folder, name + announced)
    const text = await readFile(path, 'utf8').catch(() => undefined)
    // The process has given the lock back since.
    if (text === undefined) continue
    const holder = parsed(text)
    const life = holder ? lifeOf(holder) : 'dead'
    if (
      !holder ||
      life === 'dead' ||
      (life === 'unknown' && (await isLost(path, own && join(folder, own + announced))))
    )
      dead.push(name)
    else living.push({ name, holder, isHeld: await isThere(join(folder, name + held)) })
  }
  return { living, dead }
}

/** `undefined` for a file that the machine lost when it stopped. */
function parsed(text: string): Holder | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Compares two times of the file system, because the clocks of two machines may differ. */
async function isLost(path: string, ownPath: string | undefined): Promise<boolean> {
  const [other, own] = await Promise.all([path, ownPath].map((one) => one && stat(one).catch(() => undefined)))
  if (!other) return false
  return (own ? own.mtimeMs : Date.now()) - other.mtimeMs > lostAfter
}

/** For the end of the process, when nothing can be awaited. */
function leaveNow(folder: string, paths: readonly string[]): void {
  try {
    for (const path of paths) rmSync(path, { force: true })
    rmdirSync(folder)
  } catch {
    // Another process is still there, or the folder cannot be changed. The file then shows a process that has ended.
  }
}
