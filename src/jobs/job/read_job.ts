// Reads a job from a file, a text or an object. An error lists all mistakes at once.

import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import type { z } from 'zod'
import { checkFunction, checkText } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { isPipe, openPipe } from '../../files/input/pipe.ts'
import { draftSchema, type JobDraft } from './job.ts'
import { keyText, type Mistake, mistakesOf } from './job_mistakes.ts'
import { withPlaces } from './key_place.ts'
import { checkOverrides, isOverride, type JobOverrides, overridden, withoutExtras } from './overrides.ts'
import { parseYaml, unknownIn } from './text/parse_yaml.ts'
import { lineStarts, placeOf } from './text/position.ts'

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
  checkText('path', path)
  let bytes: Buffer
  try {
    bytes = await readBytes(path)
  } catch (cause) {
    throw new GatecastError('ERR_FILE', `Expected to read the job "${path}", got: ${(cause as Error).message}`, {
      cause,
    })
  }
  return parseJob(decoded(bytes, path), path, overrides, flagOf)
}

/** Editors on Windows may save UTF-16, with a mark at the start. */
function decoded(bytes: Buffer, path: string): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    const got = 'got bytes that are none. Save the file as UTF-8'
    throw new GatecastError('ERR_JOB', `${path}: expected a text in UTF-8, ${got}`, { cause })
  }
}

/** A pipe is not read as a file: a thread would wait for its writer, and the process could not end. */
const readBytes = (path: string): Promise<Buffer> => (isPipe(path) ? buffer(openPipe(path)) : readFile(path))

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
  checkText('text', text)
  checkText('file', file)
  checkFunction('flagOf', flagOf)
  checkOverrides(overrides)
  const lines = lineStarts(text)
  const placed = (offset: number, words: string): Placed => ({
    where: `${file}:${lines.linePos(offset).line}`,
    ...{ offset, text: words },
  })
  const { document, value: written, mistakes: first } = parseYaml(text, process.env)
  const inText = first.map(({ offset, text }) => placed(offset, text))
  if (written === undefined || written === null) throw jobError(inText)
  const given = overridden(withoutExtras(written), overrides)
  const unknown = unknownIn(given)
  for (const [path, { offset, text }] of unknown) inText.push(placed(offset, `${keyText(path)}: ${text}`))
  const { value, mistakes } = check(given)
  if (value && inText.length === 0)
    return withPlaces(value, (key) => {
      const path = key.split('.')
      if (isOverride(overrides, path)) return flagOf(key)
      const { line } = lines.linePos(placeOf(document, path).offset)
      return `${file}:${line}: ${key}`
    })
  // A value that is not known has its mistake already.
  const others = mistakes.filter(({ path }) => !unknown.some(([at]) => at.every((key, i) => key === path[i])))
  const inFile = others
    .filter(({ path }) => !isOverride(overrides, path))
    .map(({ path, key, text }) => {
      const { offset, isComment } = placeOf(document, path)
      return placed(offset, `${key}: ${text}${isComment ? commentHint : ''}`)
    })
  const inFlags = others
    .filter(({ path }) => isOverride(overrides, path))
    .map(({ path, text }) => ({ where: flagOf(path.join('.')), text }))
  throw jobError([...[...inText, ...inFile].sort((a, b) => a.offset - b.offset), ...inFlags])
}

const commentHint = '. From # on, the line is a comment. If it is a text, quote it'

interface Placed {
  readonly offset: number
  readonly where: string
  readonly text: string
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
  checkFunction('flagOf', flagOf)
  const { value, mistakes } = check(given)
  if (value) return flagOf ? withPlaces(value, flagOf) : value
  throw jobError(
    mistakes.map(({ path, key, text }) =>
      flagOf ? { where: flagOf(path.join('.')), text } : { where: '', text: `${key}: ${text}` },
    ),
  )
}

/** @throws {GatecastError} `ERR_JOB` with all mistakes of a job that was read before */
export function checkJob(job: unknown): void {
  const { value, mistakes } = check(job)
  if (!value) throw jobError(mistakes.map(({ key, text }) => ({ where: '', text: `${key}: ${text}` })))
}

function check(document: unknown): { value: JobDraft; mistakes: [] } | { value: undefined; mistakes: Mistake[] } {
  const result = draftSchema.safeParse(document, { reportInput: true }) as z.ZodSafeParseResult<JobDraft>
  if (result.success) return { value: result.data, mistakes: [] }
  return { value: undefined, mistakes: mistakesOf(result.error.issues) }
}

/** Mistakes that a message tells. The others are of the same kind as a rule. */
const mostTold = 25

function jobError(mistakes: readonly { where: string; text: string }[]): GatecastError {
  const lines = mistakes.slice(0, mostTold).map(({ where, text }) => (where ? `${where}: ${text}` : text))
  const left = mistakes.length - lines.length
  if (left > 0) lines.push(`and ${left} more`)
  const found =
    mistakes.length === 1 ? lines[0] : `${mistakes.length} mistakes:\n${lines.map((line) => `  ${line}`).join('\n')}`
  return new GatecastError('ERR_JOB', `Expected a job as described in docs/guide/jobs.md of the package, got ${found}`)
}
