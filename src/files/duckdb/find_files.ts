import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { GatecastError } from '../../base/error.ts'
import { type Connection, queryRows } from './connection.ts'
import { escapeGlob } from './relation.ts'
import { isRemote } from './remote.ts'
import { literal } from './sql.ts'

/**
 * The files that some paths name, as globs with escaped names: paths of files, globs, or folders.
 *
 * @param endings - endings of the files that a folder is searched for, for example `.csv`
 * @throws {GatecastError} `ERR_FILE` for a path that names no file
 */
export async function findFiles(
  connection: Connection,
  paths: readonly string[],
  endings: readonly string[],
): Promise<string[]> {
  return (await Promise.all(paths.map((path) => expandPath(connection, path, endings)))).flat()
}

async function expandPath(connection: Connection, path: string, endings: readonly string[]): Promise<string[]> {
  if (isRemote(path) && !/[*?[]/.test(path)) return [path]
  if (isFolder(path)) return filesIn(path, endings).map(escapeGlob)
  if (!isRemote(path) && existsSync(path)) return [escapeGlob(path)]
  const rows = await queryRows(connection, `select file from glob(${literal(path)}) order by file`)
  if (rows.length) return rows.map(({ file }) => (isRemote(path) ? `${file}` : escapeGlob(`${file}`)))
  throw new GatecastError(
    'ERR_FILE',
    `Expected to read "${path}", got no such file. Check the path; relative paths start at ${process.cwd()}`,
  )
}

export const isFolder = (path: string): boolean => !isRemote(path) && existsSync(path) && statSync(path).isDirectory()

/**
 * The files with some endings in a folder and the folders below it. Names that start with a dot or an underscore are
 * skipped, as in Hive: they are not data.
 */
export const filesIn = (folder: string, endings: readonly string[]): string[] =>
  namesIn(folder)
    .filter((path) => endings.some((ending) => path.toLowerCase().endsWith(ending)))
    .filter((path) => !path.split(/[\\/]/).some((name) => /^[._]/.test(name)))
    .map((path) => join(folder, path))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .sort()

/** The links in a folder and the folders below it. */
export const linksIn = (folder: string): string[] =>
  namesIn(folder)
    .map((name) => join(folder, name))
    .filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch (cause) {
    throw new GatecastError('ERR_FILE', `Expected to read the folder "${folder}", got: ${(cause as Error).message}`, {
      cause,
    })
  }
}
