// Reads a job from a file, a text or an object. An error lists all mistakes at once.

import { readFile } from 'node:fs/promises'
import { text as textOf } from 'node:stream/consumers'
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { GatecastError } from '../../base/error.ts'
import { isPipe, openPipe } from '../../files/input/pipe.ts'
import { draftSchema, type JobDraft, type JobInput } from './job.ts'
import { type Mistake, mistakesOf } from './job_mistakes.ts'

/** Keys of a job that replace those of a file. Lists, the source and the model are replaced as a whole. */
export type JobOverrides = { [K in keyof JobInput]?: JobInput[K] extends object ? Partial<JobInput[K]> : JobInput[K] }

/**
 * Reads a job file, YAML or JSON.
 *
 * @param path - path of the job file
 * @param overrides - keys that replace those of the file
 * @param flagOf - gives the name of a key of the overrides for messages, for example its flag
 * @returns the job, with defaults filled in
 * @throws {GatecastError} `ERR_FILE` if it cannot be read, `ERR_JOB` with a line for each mistake
 * @example
 * const job = await readJob('sales.yaml', { horizon: 14 })
 */
export async function readJob(
  path: string,
  overrides: JobOverrides = {},
  flagOf?: (key: string) => string,
): Promise<JobDraft> {
  let text: string
  try {
    text = await readText(path)
  } catch (cause) {
    throw new GatecastError('ERR_FILE', `Expected to read the job "${path}", got: ${(cause as Error).message}`, {
      cause,
    })
  }
  return parseJob(text, path, overrides, flagOf)
}

/** A pipe is not read as a file: a thread would wait for its writer, and the process could not end. */
const readText = (path: string): Promise<string> => (isPipe(path) ? textOf(openPipe(path)) : readFile(path, 'utf8'))

/**
 * Reads a job from the text of a job file, like {@link readJob}.
 *
 * @param text - YAML or JSON
 * @param file - name of the file, for messages
 * @param overrides - keys that replace those of the text
 * @param flagOf - gives the name of a key of the overrides for messages, for example its flag
 * @returns the job, with defaults filled in
 * @throws {GatecastError} `ERR_JOB` with a line for each mistake
 * @example
 * const job = parseJob('source: sales.csv\nhorizon: 28', 'sales.yaml')
 */
export function parseJob(
  text: string,
  file: string,
  overrides: JobOverrides = {},
  flagOf: (key: string) => string = (key) => key,
): JobDraft {
  const lines = new LineCounter()
  // JSON is YAML too, so one parser gives the positions for both.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length)
    throw jobError(
      document.errors.map(({ message, pos }) => ({ where: `${file}:${lines.linePos(pos[0]).line}`, text: message })),
    )
  const written = document.toJS() ?? {}
  const { value, mistakes } = check(merged(written, overrides))
  if (value) return value
  const inFile = mistakes
    .filter(({ path }) => !isIn(overrides, path))
    .map((mistake) => ({ mistake, line: lines.linePos(offsetOf(document, mistake)).line }))
    .sort((a, b) => a.line - b.line)
  throw jobError([
    ...inFile.map(({ mistake: { key, text }, line }) => ({ where: `${file}:${line}`, text: `${key}: ${text}` })),
    ...mistakes
      .filter(({ path }) => isIn(overrides, path))
      .map(({ path, text }) => ({ where: flagOf(path.join('.')), text })),
  ])
}

/**
 * Makes a job from an object with the keys of a job file.
 *
 * @param given - keys of a job file
 * @param flagOf - gives the name of a key for messages, for example its flag
 * @returns the job, with defaults filled in
 * @throws {GatecastError} `ERR_JOB` with a line for each mistake
 * @example
 * const job = jobOf({ source: 'sales.csv', horizon: 28 })
 */
export function jobOf(given: JobOverrides, flagOf?: (key: string) => string): JobDraft {
  const { value, mistakes } = check(given)
  if (value) return value
  throw jobError(
    mistakes.map(({ path, key, text }) =>
      flagOf ? { where: flagOf(path.join('.')), text } : { where: '', text: `${key}: ${text}` },
    ),
  )
}

function check(document: unknown): { value: JobDraft; mistakes: [] } | { value: undefined; mistakes: Mistake[] } {
  const result = draftSchema.safeParse(document, { reportInput: true }) as z.ZodSafeParseResult<JobDraft>
  if (result.success) return { value: result.data, mistakes: [] }
  return { value: undefined, mistakes: mistakesOf(result.error.issues) }
}

function jobError(mistakes: readonly { where: string; text: string }[]): GatecastError {
  const lines = mistakes.map(({ where, text }) => (where ? `${where}: ${text}` : text))
  const found =
    lines.length === 1 ? lines[0] : `${lines.length} mistakes:\n${lines.map((line) => `  ${line}`).join('\n')}`
  return new GatecastError('ERR_JOB', `Expected a job as described in docs/guide/jobs.md, got ${found}`)
}

/** The position of a mistake in the file. A missing key has none, so the map around it gives the position. */
function offsetOf(document: Document, { path, isKey }: Mistake): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const parent = depth === 0 ? document.contents : document.getIn(path.slice(0, depth - 1), true)
    if (depth > 0 && isMap(parent)) {
      const pair = parent.items.find(({ key }) => (isScalar(key) ? key.value : key) === path[depth - 1])
      if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0]
    }
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
    if (isNode(node) && node.range && !(isKey && depth === path.length)) return node.range[0]
  }
  return 0
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Replaced as a whole: keys of two sources or two models do not fit together. */
const whole = new Set(['source', 'model', 'future'])

function merged(written: unknown, overrides: JobOverrides): unknown {
  if (!isPlain(written)) return written
  const result = { ...written }
  for (const [key, value] of Object.entries(overrides)) {
    if (value === undefined) continue
    const own = result[key]
    if (isPlain(value) && (!whole.has(key) || isDialect(key, value)))
      result[key] = typeof own === 'string' ? { path: own, ...value } : { ...(own as object | undefined), ...value }
    else result[key] = value
  }
  return result
}

/** Keys that say how the source of the file is read, without another source. */
const isDialect = (key: string, value: object): boolean => key === 'source' && !('path' in value) && !('query' in value)

function isIn(overrides: JobOverrides, path: readonly PropertyKey[]): boolean {
  let at: unknown = overrides
  for (const key of path) {
    if (!isPlain(at) || at[key as string] === undefined) return at !== overrides && !isPlain(at)
    at = at[key as string]
  }
  return path.length > 0
}
