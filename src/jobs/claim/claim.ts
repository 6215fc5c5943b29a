// A claim on what a command writes: nobody else writes there at the same time, and nothing is there that no run has made.

import { lstat, readdir, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { GatecastError } from '../../base/error.ts'
import { type Lock, takeLock } from './lock.ts'
import { busyError, lockBeside, lockName } from './lock_place.ts'
import { Mark, markName } from './mark.ts'
import type { IsOwn } from './own_files.ts'

/** A single file to claim, which shows by itself that gatecast made it. */
export interface OwnFile {
  readonly path: string
  readonly flag: string
  readonly isOwn: IsOwn
}

/** An output with a mark. */
export interface MarkedOutput {
  readonly path: string
  readonly flag: string
  /** The folder of mark and lock. */
  readonly state: string
  /** The files at the output that no run has made. */
  foreign(mark: Mark | undefined): Promise<string[]>
}

/** Holders of different shares of equal work may write at the same time. */
export interface Work {
  readonly key: string
  readonly share: string | null
}

/** A claim. Disposing gives it back. */
export interface Claim extends AsyncDisposable {
  /** Whether the claim of a process that has ended was taken over: perhaps its last write came after that. */
  readonly tookOver: boolean
  /** Records a file of the output before it gets its name. */
  add(path: string, sha256: string): Promise<void>
  /** Records that the output is complete. */
  finish(): Promise<void>
  /** Does work that only one of several shares may do at a time. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>
}

/** Only one call of one process. */
export const alone = (): Work => ({ key: crypto.randomUUID(), share: null })

/**
 * Claims an output and single files.
 *
 * @throws {GatecastError} `ERR_JOB` naming files that no run has made, `ERR_BUSY` if another run writes there
 */
export async function claim(output: MarkedOutput | undefined, files: readonly OwnFile[], work: Work): Promise<Claim> {
  const wasThere = output && (await checkState(output))
  const locks: Lock[] = []
  const release = async () => {
    for (const lock of locks.toReversed()) await lock[Symbol.asyncDispose]()
    for (const { path } of files) await rmdir(dirname(lockBeside(path))).catch(() => {})
    if (output) await removeUnused(output, wasThere === true)
  }
  try {
    if (output) locks.push(await takeLock(join(output.state, lockName), work, busyError(output.flag, output.path)))
    for (const { path, flag } of files) locks.push(await takeLock(lockBeside(path), work, busyError(flag, path)))
    for (const file of files) await checkFile(file)
    const mark = output && (await markOf(output))
    return {
      tookOver: locks.some(({ tookOver }) => tookOver),
      async add(path, sha256) {
        for (const lock of locks) await lock.check()
        await mark?.add(path, sha256)
      },
      finish: async () => mark?.finish(),
      alone: (own) => (output ? whileAlone(output, own) : own()),
      [Symbol.asyncDispose]: release,
    }
  } catch (error) {
    await release()
    throw error
  }
}

/** Whether there is a folder for mark and lock already. */
async function checkState({ path, flag, state }: MarkedOutput): Promise<boolean> {
  const found = await lstat(state).catch(() => undefined)
  if (found?.isFile()) throw foreignError(flag, path, [state])
  return found !== undefined
}

async function checkFile({ path, flag, isOwn }: OwnFile): Promise<void> {
  const found = await lstat(path).catch(() => undefined)
  if (found?.isDirectory())
    throw new GatecastError('ERR_JOB', `${flag}: expected the path of a file, got the folder "${path}"`)
  if (found && !(await isOwn(path))) throw foreignError(flag, path, [path])
}

async function markOf({ path, flag, state, foreign }: MarkedOutput): Promise<Mark> {
  const mark = await Mark.read(state)
  const others = await foreign(mark)
  if (others.length) throw foreignError(flag, path, others)
  const own = mark ?? Mark.new(state)
  await own.start()
  return own
}

/** Most files that a message names. */
const named = 5

function foreignError(flag: string, path: string, foreign: readonly string[]): GatecastError {
  const names = foreign.slice(0, named).map((one) => `"${one}"`)
  const more = foreign.length > named ? ` and ${foreign.length - named} more` : ''
  const them = foreign.length > 1 ? 'them' : 'it'
  return new GatecastError(
    'ERR_JOB',
    `${flag}: expected nothing, or what an earlier run of gatecast has made, at "${path}", got ${names.join(', ')}${more}, ` +
      `which no run has made or which changed since. Move or remove ${them}, or use another ${flag}`,
  )
}

/** A run that failed before it made anything leaves nothing. */
async function removeUnused({ state }: MarkedOutput, wasThere: boolean): Promise<void> {
  const names = await readdir(state).catch(() => [])
  if (names.length === 0 && !wasThere) await rmdir(state).catch(() => {})
  if (names.length !== 1 || names[0] !== markName || (await Mark.read(state))?.isEmpty !== true) return
  await rm(join(state, markName), { force: true })
  if (!wasThere) await rmdir(state).catch(() => {})
}

/** Milliseconds between two tries to be the only one. */
const pause = 100

async function whileAlone<Result>({ state, flag, path }: MarkedOutput, work: () => Promise<Result>): Promise<Result> {
  const folder = join(state, `${lockName}.collect`)
  while (true) {
    const lock = await takeLock(folder, alone(), busyError(flag, path)).catch((error) => {
      if (error.code !== 'ERR_BUSY') throw error
    })
    if (!lock) {
      await new Promise((resolve) => setTimeout(resolve, pause))
      continue
    }
    try {
      return await work()
    } finally {
      await lock[Symbol.asyncDispose]()
    }
  }
}
