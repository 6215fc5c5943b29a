// The single files that commands write, with their endings, and how to recognise by what a file holds that gatecast wrote it.

import { open, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { checkText } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { listed } from '../../files/write/output_formats.ts'

/** Tells whether gatecast has written a file that exists. */
export type IsOwn = (path: string) => Promise<boolean>

/** A single file to claim, which shows by itself that gatecast made it. */
export interface OwnFile {
  readonly path: string
  readonly flag: string
  readonly isOwn: IsOwn
}

/** Bytes at the beginning of a file that show what it is. */
const headBytes = 4096

async function headOf(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead).toString('latin1')
  } finally {
    await file.close()
  }
}

/** A file that cannot be read is not taken for an own one. */
const beginsAs =
  (pattern: RegExp): IsOwn =>
  (path) =>
    headOf(path).then(
      (head) => pattern.test(head),
      () => false,
    )

const isJsonWith =
  (...keys: string[]): IsOwn =>
  async (path) => {
    try {
      const content = JSON.parse(await readFile(path, 'utf8'))
      return typeof content === 'object' && content !== null && keys.every((key) => key in content)
    } catch {
      return false
    }
  }

const isPage = beginsAs(/<meta name="generator" content="gatecast /)
export const isModel = beginsAs(/^.{8}\{"__metadata__":\{"format":"gatecast/s)
// The version of the format comes first, and then the name of the producer.
const isOnnx = beginsAs(/^.{4}gatecast/s)
export const isErrorsTable = beginsAs(/^series,reason,fallback\r?\n/)
export const isJobState = isJsonWith('job', 'key', 'model', 'hasBacktest')
export const isSummary = isJsonWith('modelId', 'parts', 'series', 'rows', 'seconds', 'key')
export const isStoredBacktest = isJsonWith('kind', 'horizon', 'season', 'windows')
const isLeaderboard = isJsonWith('kind', 'metric', 'leaderboard')
const isSearchState = isJsonWith('search', 'evaluations')

/** An own file whose name has one of some endings. A name that is nothing but an ending has none. */
function ownFile(path: string, flag: string, what: string, endings: readonly string[], isOwn: IsOwn): OwnFile {
  const name = basename(checkText(flag, path)).toLowerCase()
  const isNamed = !/[\\/]$/.test(path) && endings.some((ending) => name.endsWith(ending) && name.length > ending.length)
  if (isNamed) return { path, flag, isOwn }
  const list = listed(endings, 'or')
  throw new GatecastError('ERR_JOB', `${flag}: expected a file for ${what} that ends in ${list}, got "${path}"`)
}

/** @throws {GatecastError} `ERR_JOB` for another ending */
export const pageFile = (path: string, flag: string): OwnFile =>
  ownFile(path, flag, 'the page', ['.html', '.htm'], isPage)

/** @throws {GatecastError} `ERR_JOB` for another ending, with which no command would take the file for a model */
export const modelFile = (path: string, flag: string): OwnFile =>
  ownFile(path, flag, 'the model', ['.safetensors'], isModel)

/** @throws {GatecastError} `ERR_JOB` for another ending */
export const onnxFile = (path: string, flag: string): OwnFile =>
  ownFile(path, flag, 'the ONNX model', ['.onnx'], isOnnx)

/**
 * The files of a search: the leaderboard, and its trials.
 *
 * @throws {GatecastError} `ERR_JOB` for another ending
 */
export const searchFiles = (path: string): [leaderboard: OwnFile, state: OwnFile] => [
  ownFile(path, '--out', 'the leaderboard', ['.json'], isLeaderboard),
  { path: `${path}.state`, flag: '--out', isOwn: isSearchState },
]
