// The files that the paths of a source name, found without reading them.

import { statSync } from 'node:fs'
import { filesIn, isFolder, linksIn } from '../duckdb/find_files.ts'
import { isRemote } from '../duckdb/remote.ts'
import { formatNames, formats } from '../formats/index.ts'
import type { Source } from '../source.ts'
import { filesOfGlob, type Glob, globMatches, globOf, linksOfGlob } from './glob.ts'

/** A path that a source reads. */
export interface SourcePath {
  readonly path: string
  /** The files that it names now. */
  readonly files: readonly string[]
  /** The folder in which new files may match. */
  readonly base: string | undefined
  /** The links below `base` that the source follows: what lies behind a link is read as if it lay below `base`. */
  readonly links: readonly string[]
  /** Whether a file would be read too. `below` is its path under `base`, with slashes. */
  matches(below: string): boolean
}

/** The endings of all files that can be read: a folder is searched for those of one format after the other. */
const endings = formatNames.flatMap((name) => formats[name].folderEndings)

/** The paths of this machine that a source reads, also those in the text of a query. */
export function sourcePaths({ path = [], query }: Source): SourcePath[] {
  const named = [path].flat().filter((one) => !isRemote(one))
  const quoted = query === undefined ? [] : pathsInQuery(query)
  return [...named, ...quoted].flatMap(pathsOf)
}

function pathsOf(path: string): SourcePath[] {
  if (isFolder(path)) return [folderPath(path)]
  const glob = isThere(path) ? undefined : globOf(path)
  if (glob) return [globPath(path, glob)]
  return [plainPath(path)]
}

/** The path of one file. */
export const plainPath = (path: string): SourcePath => ({
  ...{ path, files: [path], base: undefined, links: [] },
  matches: () => false,
})

const folderPath = (path: string): SourcePath => ({
  path,
  files: filesIn(path, endings),
  base: path,
  links: linksIn(path),
  matches: (below) =>
    endings.some((ending) => below.toLowerCase().endsWith(ending)) &&
    !below.split('/').some((name) => /^[._]/.test(name)),
})

const globPath = (path: string, glob: Glob): SourcePath => ({
  path,
  files: filesOfGlob(glob),
  base: glob.base,
  links: linksOfGlob(glob),
  matches: (below) => globMatches(glob, below),
})

/** Texts of a query that are paths: in quotes, or a word with a point. Those that name nothing do no harm. */
const pathsInQuery = (query: string): string[] =>
  [...query.matchAll(/'((?:[^']|'')*)'|"((?:[^"]|"")*)"|([^\s'"(),;]+\.[^\s'"(),;]+)/g)]
    .map(([, single, double, bare]) => single?.replaceAll("''", "'") ?? double?.replaceAll('""', '"') ?? bare)
    .filter((text) => text !== '' && !isRemote(text) && (isThere(text) || globOf(text) !== undefined))

function isThere(path: string): boolean {
  try {
    statSync(path)
    return true
  } catch {
    return false
  }
}
