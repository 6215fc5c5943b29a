// The mark of an output: a file in the folder of its state that says which files each kind of run has made. A run replaces or
// removes only files that the mark has for its own kind, with the bytes that it has them with.

import { readFile, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { writeAtomically } from '../../base/atomic_file.ts'
import { GatecastError } from '../../base/error.ts'
import { hashFile, isAbsent } from '../../base/hash_file.ts'
import { version } from '../../base/version.ts'

/** Its name begins with an underscore, so that a source that is a folder does not take it for data. */
export const markName = '_gatecast.json'

/** The kinds of runs that leave a mark. One never replaces the files of another. */
export type RunKind = 'forecast' | 'backtest' | 'generate' | 'anomalies'

const run = z.object({
  state: z.enum(['started', 'finished']),
  /** SHA-256 of files by their path relative to the mark: of the file that is there, and of the one that is written. */
  files: z.record(z.string(), z.array(z.string())),
})

const stored = z.object({
  /** Version of the library. */
  gatecast: z.string(),
  runs: z.record(z.string(), run),
})

type Run = z.infer<typeof run>

/** @throws {GatecastError} `ERR_FILE` if there is a mark that cannot be read: what it records must not be lost */
async function readRuns(folder: string): Promise<Record<string, Run>> {
  const path = join(folder, markName)
  const text = await readFile(path, 'utf8').catch((cause) => {
    if (isAbsent(cause)) return '{}'
    throw new GatecastError('ERR_FILE', `Expected to read "${path}", got: ${cause.message}`, { cause })
  })
  try {
    return stored.parse(JSON.parse(text)).runs
  } catch {
    return {}
  }
}

const writeMark = (folder: string, runs: Record<string, Run>): Promise<void> =>
  writeAtomically(join(folder, markName), [Buffer.from(`${JSON.stringify({ gatecast: version, runs }, null, 1)}\n`)])

export class Mark {
  readonly #folder: string
  readonly #kind: RunKind
  #run: Run

  private constructor(folder: string, kind: RunKind, content: Run) {
    this.#folder = folder
    this.#kind = kind
    this.#run = content
  }

  /** Reads the mark of a folder; `undefined` if it has none of this kind of run. */
  static async read(folder: string, kind: RunKind): Promise<Mark | undefined> {
    const content = (await readRuns(folder))[kind]
    return content && new Mark(folder, kind, content)
  }

  /** A mark of a folder that has none. It is written when a run starts. */
  static new(folder: string, kind: RunKind): Mark {
    return new Mark(folder, kind, { state: 'finished', files: {} })
  }

  get isFinished(): boolean {
    return this.#run.state === 'finished'
  }

  /** Whether a run has made a file at this path. */
  knows(path: string): boolean {
    return Object.hasOwn(this.#run.files, this.#nameOf(path))
  }

  /** Whether a run has made the file, and it has not changed since. */
  async has(path: string): Promise<boolean> {
    if (!this.knows(path)) return false
    const hash = await hashFile(path)
    return hash !== undefined && this.#run.files[this.#nameOf(path)].includes(hash)
  }

  /** Adds a file that gets its name after this call. Its name may also keep the file that is there, if the run ends before. */
  async add(path: string, sha256: string): Promise<void> {
    const current = await hashFile(path)
    await this.#write(({ files }) => {
      const before = (files[this.#nameOf(path)] ?? []).filter((hash) => hash === current && hash !== sha256)
      return { files: { ...files, [this.#nameOf(path)]: [...before, sha256] } }
    })
  }

  /** Leaves out a file that is no longer there. */
  async drop(path: string): Promise<void> {
    if (this.knows(path)) await this.#write(({ files: { [this.#nameOf(path)]: _, ...files } }) => ({ files }))
  }

  /** Writes that a run has started, unless a run of another share has done so. */
  async start(): Promise<void> {
    if (this.isFinished) await this.#write(() => ({ state: 'started' }))
  }

  async finish(): Promise<void> {
    await this.#write(() => ({ state: 'finished' }))
  }

  /** Removes the mark of a run that has made nothing. */
  async removeEmpty(): Promise<void> {
    const { [this.#kind]: own, ...others } = await readRuns(this.#folder)
    if (!own || Object.keys(own.files).length > 0) return
    if (Object.keys(others).length > 0) return writeMark(this.#folder, others)
    await rm(join(this.#folder, markName), { force: true })
  }

  async #write(change: (now: Run) => Partial<Run>): Promise<void> {
    // A run of another share, or of another kind, may have written it since it was read.
    const runs = await readRuns(this.#folder)
    const now = runs[this.#kind] ?? this.#run
    this.#run = { ...now, ...change(now) }
    await writeMark(this.#folder, { ...runs, [this.#kind]: this.#run })
  }

  #nameOf(path: string): string {
    return relative(this.#folder, path).replaceAll('\\', '/')
  }
}

/** Marks the folder of the parts of a file. */
export const markParts = (folder: string): Promise<void> => writeMark(folder, {})
