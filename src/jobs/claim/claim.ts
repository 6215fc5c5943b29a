// A claim on what a command writes: nobody else writes there at the same time, and nothing is there that no run has made.

import { createHash } from 'node:crypto'
import { lstat, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeAtomically } from '../../base/atomic_file.ts'
import { GatecastError } from '../../base/error.ts'
import { namesIn } from '../../base/folders.ts'
import { type Lock, takeLock } from './lock.ts'
import { busyError, lockBeside, lockName } from './lock_place.ts'
import { Mark, markName, type RunKind } from './mark.ts'
import type { OwnFile } from './own_files.ts'

/** An output with a mark. */
export interface MarkedOutput {
  readonly path: string
  readonly flag: string
  readonly kind: RunKind
  /** The folder of mark and lock. */
  readonly state: string
  /** The files that another command could be given as its output too. Each of them is locked. */
  readonly files: readonly string[]
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
  /** Records and writes a file of the output. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Leaves a file of the output out of the record, because the run has removed it. */
  drop(path: string): Promise<void>
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
  const shared = output && join(output.state, lockName)
  // The lock of an output that is one file is the shared one already.
  const single = [...(output ? output.files.map((path) => ({ path, flag: output.flag })) : []), ...files].filter(
    ({ path }) => lockBeside(path) !== shared,
  )
  const locks: Lock[] = []
  const release = async () => {
    for (const lock of locks.toReversed()) await lock[Symbol.asyncDispose]()
    for (const { path } of single) await rmdir(dirname(lockBeside(path))).catch(() => {})
    if (output) await removeUnused(output, wasThere === true)
  }
  try {
    if (output && shared) locks.push(await takeLock(shared, work, busyError(output.flag, output.path)))
    for (const { path, flag } of single) locks.push(await takeLock(lockBeside(path), work, busyError(flag, path)))
    for (const file of files) await checkFile(file)
    const mark = output && (await markOf(output))
    // Runs of other shares write the same mark.
    const inMark = <Result>(change: () => Promise<Result>): Promise<Result> =>
      output && work.share !== null ? whileAlone(output, 'mark', change) : change()
    if (mark) await inMark(() => mark.start())
    const add = async (path: string, sha256: string) => {
      for (const lock of locks) await lock.check()
      if (mark) await inMark(() => mark.add(path, sha256))
    }
    return {
      tookOver: locks.some(({ tookOver }) => tookOver),
      add,
      async write(path, bytes) {
        await add(path, createHash('sha256').update(bytes).digest('hex'))
        await writeAtomically(path, [bytes])
      },
      drop: async (path) => mark && inMark(() => mark.drop(path)),
      finish: async () => mark && inMark(() => mark.finish()),
      alone: (own) => (output ? whileAlone(output, 'collect', own) : own()),
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

async function markOf({ path, flag, kind, state, foreign }: MarkedOutput): Promise<Mark> {
  let mark = await Mark.read(state, kind)
  if ((await foreign(mark)).length > 0) {
    // A run of another share may have written files since. Their hashes are in the mark before they get their names.
    mark = await Mark.read(state, kind)
    const others = await foreign(mark)
    if (others.length) throw foreignError(flag, path, others)
  }
  return mark ?? Mark.new(state, kind)
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
async function removeUnused({ state, kind }: MarkedOutput, wasThere: boolean): Promise<void> {
  const names = await namesIn(state)
  if (names.length === 1 && names[0] === markName) await (await Mark.read(state, kind))?.removeEmpty()
  if (!wasThere) await rmdir(state).catch(() => {})
}

/** Milliseconds between two tries to be the only one. */
const pause = 50

async function whileAlone<Result>(
  { state, flag, path }: MarkedOutput,
  what: 'collect' | 'mark',
  work: () => Promise<Result>,
): Promise<Result> {
  const folder = join(state, `${lockName}.${what}`)
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
