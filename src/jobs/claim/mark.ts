// The mark of an output: a file in the folder of its state that says which files a run has made. A run replaces or removes
// only files that the mark has, with the bytes that it has them with.

import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { writeAtomically } from '../../base/atomic_file.ts'
import { hashFile } from '../../base/hash_file.ts'
import { version } from '../../base/version.ts'

/** Its name begins with an underscore, so that a source that is a folder does not take it for data. */
export const markName = '_gatecast.json'

const stored = z.object({
  /** Version of the library. */
  gatecast: z.string(),
  state: z.enum(['started', 'finished']),
  /** SHA-256 of files by their path relative to the mark: of the file that is there, and of the one that is written. */
  files: z.record(z.string(), z.array(z.string())),
})

type Stored = z.infer<typeof stored>

async function readStored(folder: string): Promise<Stored | undefined> {
  try {
    return stored.parse(JSON.parse(await readFile(join(folder, markName), 'utf8')))
  } catch {
    return undefined
  }
}

export class Mark {
  readonly #folder: string
  #stored: Stored

  private constructor(folder: string, content: Stored) {
    this.#folder = folder
    this.#stored = content
  }

  /** Reads the mark of a folder; `undefined` if it has none. */
  static async read(folder: string): Promise<Mark | undefined> {
    const content = await readStored(folder)
    return content && new Mark(folder, content)
  }

  /** A mark of a folder that has none. It is written when a run starts. */
  static new(folder: string): Mark {
    return new Mark(folder, { gatecast: version, state: 'finished', files: {} })
  }

  /** Whether it has no file. */
  get isEmpty(): boolean {
    return Object.keys(this.#stored.files).length === 0
  }

  get isFinished(): boolean {
    return this.#stored.state === 'finished'
  }

  /** Whether a run has made the file, and it has not changed since. */
  async has(path: string): Promise<boolean> {
    const hashes = this.#stored.files[this.#nameOf(path)]
    const hash = hashes && (await hashFile(path))
    return hash !== undefined && hashes.includes(hash)
  }

  /** Adds a file that gets its name after this call. Its name may also keep the file that is there, if the run ends before. */
  async add(path: string, sha256: string): Promise<void> {
    const current = await hashFile(path)
    await this.#write(({ files }) => {
      const before = (files[this.#nameOf(path)] ?? []).filter((hash) => hash === current && hash !== sha256)
      return { files: { ...files, [this.#nameOf(path)]: [...before, sha256] } }
    })
  }

  /** Writes that a run has started, unless a run of another share has done so. */
  async start(): Promise<void> {
    if (this.isFinished) await this.#write(() => ({ state: 'started' }))
  }

  async finish(): Promise<void> {
    await this.#write(() => ({ state: 'finished' }))
  }

  async #write(change: (now: Stored) => Partial<Stored>): Promise<void> {
    // A run of another share may have written it since it was read.
    const now = (await readStored(this.#folder)) ?? this.#stored
    this.#stored = { ...now, ...change(now), gatecast: version }
    await writeAtomically(join(this.#folder, markName), [Buffer.from(`${JSON.stringify(this.#stored, null, 1)}\n`)])
  }

  #nameOf(path: string): string {
    return relative(this.#folder, path).replaceAll('\\', '/')
  }
}

/** Marks the folder of the parts of a file. */
export async function markParts(folder: string): Promise<void> {
  await writeAtomically(join(folder, markName), [Buffer.from(`${JSON.stringify({ gatecast: version })}\n`)])
}
