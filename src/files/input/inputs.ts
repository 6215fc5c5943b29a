import { mkdir, rm, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { GatecastError } from '../../base/error.ts'
import { temporaryFolder } from '../../base/folders.ts'
import { unescapeGlob } from '../duckdb/relation.ts'
import type { Source } from '../source.ts'
import { isPipe, pipesIn, spoolPipe } from './pipe.ts'
import { type CsvLines, writePlainCsv } from './plain_csv.ts'

/**
 * Temporary copies of inputs that cannot be read as they are: pipes, which can be read only once, and CSV files that
 * DuckDB does not read. A copy is made once. Several tables may share the copies.
 *
 * @internal
 */
export class Inputs implements AsyncDisposable {
  #folder: Promise<string> | undefined
  readonly #signal: AbortSignal | undefined
  readonly #made = new Map<string, Promise<string>>()
  readonly #originals = new Map<string, string>()
  readonly #files = new Map<string, string>()
  /** Files whose lines end in different ways. */
  readonly #uneven = new Set<string>()

  /** @param signal - ends the waiting for a pipe */
  constructor(signal?: AbortSignal) {
    this.#signal = signal
  }

  /** A source with files in the place of pipes. */
  async withoutPipes(source: Source): Promise<Source> {
    const pipes = pipesIn(source ?? {})
    if (new Set(pipes).size < pipes.length)
      throw new GatecastError('ERR_RANGE', `Expected a pipe once, as it can be read only once, got ${pipes.join(', ')}`)
    const paths = [source?.path ?? []].flat()
    if (!Array.isArray(paths) || !paths.some(isPipe)) return source
    const path = await Promise.all(paths.map((one) => (isPipe(one) ? this.#spool(one, source) : one)))
    return { ...source, path }
  }

  /**
   * A source with copies in the place of files that have one.
   *
   * @param files - the files that the source was found to have, as globs
   */
  async plainSource(given: Source, files: readonly string[]): Promise<Source> {
    const source = await this.withoutPipes(given)
    const paths = files.map(unescapeGlob)
    if (!paths.some((path) => this.#originals.has(path))) return source
    // A source with comments has a copy of every file, and the copies have no comments.
    const { comment: _, ...rest } = source
    return { ...rest, path: paths }
  }

  /** Returns whether all pipes of a source have been read. */
  hasRead = (source: Source): boolean =>
    [source.path ?? []].flat().every((path) => !isPipe(path) || this.#made.has(path))

  /** A CSV file in UTF-8, with equal line ends and without comments. */
  async plainCsv(file: string, lines: CsvLines): Promise<string> {
    const { mtimeMs, size } = await stat(file)
    // Names of folders such as shop=1 are columns, so the copy has them too.
    const folders = dirname(file)
      .split(/[\\/]/)
      .filter((name) => name.includes('='))
    return this.#copy(file, JSON.stringify([file, mtimeMs, size, lines]), async (base) => {
      const path = join(base, ...folders, 'plain.csv')
      await mkdir(dirname(path), { recursive: true })
      await writePlainCsv(file, path, lines)
      this.#files.set(path, file)
      return path
    })
  }

  /** Returns whether the lines of a file are known to end in different ways. */
  isUneven = (file: string): boolean => this.#uneven.has(file)

  /** Returns whether a call that failed should be repeated, because a file will be read in another way. */
  learnsFrom(error: unknown): boolean {
    const { cause } = error as Error
    const { message } = cause instanceof Error ? cause : (error as Error)
    // The message of DuckDB for a line that ends in another way than the lines before it.
    if (!/state machine reached an invalid state/i.test(message)) return false
    const file = /\n {2}file = (.*)/.exec(message)?.[1]
    if (file === undefined || this.#uneven.has(file) || this.#originals.has(file)) return false
    this.#uneven.add(file)
    return true
  }

  /** The file that a plain copy was made from, for its lines; any other file stays as it is. */
  fileOf = (file: string): string => this.#files.get(file) ?? file

  /** The name of the input that a copy was made from, for messages; any other name stays as it is. */
  original = (file: string): string => this.#originals.get(file) ?? file

  /** A message with the names of original files in the place of copies. */
  withOriginals(message: string): string {
    let result = message
    for (const [copy, original] of this.#originals) result = result.replaceAll(copy, original)
    // The file is not named twice.
    return result.replace(/^(.*) \(file "(.*?)"\)/, (all, before: string, file: string) =>
      before.includes(file) ? before : all,
    )
  }

  /** Removes the copies. */
  async [Symbol.asyncDispose](): Promise<void> {
    const folder = await this.#folder?.catch(() => undefined)
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  }

  #spool(path: string, { format }: Source): Promise<string> {
    return this.#copy(path, path, (base) => spoolPipe(path, base, format, this.#signal))
  }

  #copy(original: string, key: string, write: (base: string) => Promise<string>): Promise<string> {
    let made = this.#made.get(key)
    if (!made) {
      const number = this.#made.size
      this.#folder ??= temporaryFolder()
      made = this.#folder
        .then((folder) => write(`${folder}${sep}${number}`))
        .then((path) => {
          this.#originals.set(path, this.original(original))
          return path
        })
      this.#made.set(key, made)
    }
    return made
  }
}
