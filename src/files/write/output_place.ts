// The place to which a command writes its table: one file, a folder, or standard output.

import { statSync } from 'node:fs'
import { extname } from 'node:path'
import { GatecastError } from '../../base/error.ts'
import { isRemote } from '../duckdb/remote.ts'
import type { OutputFormatName } from '../source.ts'
import { listed, outputEndingOf, outputEndings, outputFormatOf } from './output_formats.ts'

/** The path that means standard output. */
export const standardOutput = '-'

export type OutputPlace =
  | { readonly kind: 'file'; readonly format: OutputFormatName; readonly ending: string }
  | { readonly kind: 'folder' }
  | { readonly kind: 'stdout' }

/** The outputs that there are, for help and messages. */
export const outputChoices = `a file that ends in ${listed(outputEndings, 'or')}, a folder (its name ends in /, has no \
extension, or the folder exists), or ${standardOutput} for standard output`

/**
 * Tells what the path of an output names.
 *
 * @throws {GatecastError} `ERR_JOB` for a path with an ending that no format has
 */
export function outputPlace(path: string): OutputPlace {
  if (path === standardOutput) return { kind: 'stdout' }
  if (isRemote(path))
    throw new GatecastError(
      'ERR_JOB',
      `Expected out to be a path on this machine, got "${path}". Copy the output there afterwards`,
    )
  if (/[\\/]$/.test(path) || isFolder(path)) return { kind: 'folder' }
  const [ending, format] = [outputEndingOf(path), outputFormatOf(path)]
  if (ending !== undefined && format !== undefined) return { kind: 'file', format, ending }
  // `.` and `..` have no extension either.
  if (extname(path) === '') return { kind: 'folder' }
  throw new GatecastError('ERR_JOB', `Expected out to be ${outputChoices}, got "${path}"`)
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    // It does not exist, or may not be looked at. Writing to it reports the reason.
    return false
  }
}
