// Refuses outputs that are inputs: the file would be lost, or the next run would read its own forecasts as data.

import { join, relative } from 'node:path'
import { GatecastError } from '../../base/error.ts'
import { plainPath, type SourcePath, sourcePaths } from '../../files/plan/source_paths.ts'
import type { JobDraft } from '../job/job.ts'
import { isSame, pathBelow, realPath } from './real_path.ts'

/** A file that a command writes. */
export interface WrittenPath {
  readonly path: string
  /** The flag that names it, or from which it follows. */
  readonly flag: string
  /** The value of the flag. */
  readonly given: string
}

/** A folder whose files a command replaces or removes. */
export type WrittenFolder = WrittenPath

interface Input {
  readonly what: string
  readonly paths: readonly SourcePath[]
}

/** The inputs of a job. */
function inputsOf({ source, future, model }: Pick<JobDraft, 'source' | 'future' | 'model'>): Input[] {
  return [
    ...(source ? [{ what: 'the source', paths: sourcePaths(source) }] : []),
    ...(future ? [{ what: 'the future table', paths: sourcePaths(future) }] : []),
    ...(typeof model === 'object' && 'path' in model && !('kind' in model)
      ? [{ what: 'the model', paths: [plainPath(model.path as string)] }]
      : []),
  ]
}

/**
 * @param files - the files that are written
 * @param folders - the folders whose files are replaced
 * @throws {GatecastError} `ERR_JOB` naming output and input
 */
export async function protectInputs(
  job: Pick<JobDraft, 'source' | 'future' | 'model'>,
  files: readonly WrittenPath[],
  folders: readonly WrittenFolder[],
): Promise<void> {
  for (const { what, paths } of inputsOf(job))
    for (const source of paths) {
      for (const file of files) await checkFile(file, what, source)
      for (const folder of folders) await checkFolder(folder, what, source)
    }
}

async function checkFile(written: WrittenPath, what: string, source: SourcePath): Promise<void> {
  const { path } = written
  for (const file of source.files) if (await isSame(path, file)) throw refused(written, what, source, file)
  if (!(await takesIn(source, path))) return
  const { flag, given } = written
  throw new GatecastError(
    'ERR_JOB',
    `${flag}: expected an output that ${what} does not take in, got "${given}": ${what} "${source.path}" would read ` +
      `"${path}" in the next run. Use a ${flag} in another folder`,
  )
}

/** Whether a source reads a file in the next run, by the folder of the source or through a link below it. */
async function takesIn({ base, links, matches }: SourcePath, path: string): Promise<boolean> {
  if (base === undefined) return false
  for (const folder of [base, ...links]) {
    const below = await pathBelow(folder, path)
    if (below !== undefined && matches(join(relative(base, folder), below).replaceAll('\\', '/'))) return true
  }
  return false
}

async function checkFolder(written: WrittenFolder, what: string, source: SourcePath): Promise<void> {
  const folder = await realPath(written.path)
  for (const file of source.files)
    if ((await pathBelow(folder, file)) !== undefined) throw refused(written, what, source, file)
}

function refused({ path, flag, given }: WrittenPath, what: string, source: SourcePath, file: string): GatecastError {
  const side = path === given ? '' : ` (it writes "${path}")`
  const which = file === source.path ? '' : ` ("${file}")`
  return new GatecastError(
    'ERR_JOB',
    `${flag}: expected an output that is not ${what}, got "${given}"${side}, which is ${what} "${source.path}"${which}. ` +
      `Use another ${flag}`,
  )
}

/**
 * Refuses two outputs at one place.
 *
 * @throws {GatecastError} `ERR_JOB` naming both
 */
export async function protectOutputs(files: readonly WrittenPath[]): Promise<void> {
  const seen = new Map<string, WrittenPath>()
  for (const file of files) {
    const real = await realPath(file.path)
    const other = seen.get(real)
    if (other && other.flag !== file.flag)
      throw new GatecastError(
        'ERR_JOB',
        `${file.flag}: expected a file that ${other.flag} does not write, got "${file.given}", which is "${other.path}" of ` +
          `${other.flag}. Use another ${file.flag}`,
      )
    seen.set(real, file)
  }
}
