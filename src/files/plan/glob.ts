// Globs as DuckDB reads them, for questions that have to be answered before a connection is open.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A glob, cut before the first part with a wildcard. */
export interface Glob {
  /** The folder above the first wildcard. */
  readonly base: string
  /** The parts of the path below it. */
  readonly parts: readonly string[]
}

const separator = process.platform === 'win32' ? /[\\/]/ : /\//

/** `undefined` for a path without a wildcard. */
export function globOf(path: string): Glob | undefined {
  const parts = path.split(separator)
  const first = parts.findIndex((part) => /[*?[]/.test(part))
  if (first < 0) return undefined
  const base = parts.slice(0, first).join('/')
  return { base: base || (first > 0 ? '/' : '.'), parts: parts.slice(first).filter((part) => part !== '') }
}

/** Whether a glob names a file. `path` is relative to the base, with slashes. */
export const globMatches = ({ parts }: Glob, path: string): boolean =>
  new RegExp(
    `^${parts
      .map((part, at) => {
        const isLast = at === parts.length - 1
        if (part === '**') return isLast ? '.*' : '(?:[^/]+/)*'
        return `${partPattern(part)}${isLast ? '' : '/'}`
      })
      .join('')}$`,
  ).test(path)

const partPattern = (part: string): string =>
  part.replace(/\*+|\?|\[(!?)([^\]]+)\]|[\\^$.|+(){}[\]]/g, (sign, not?: string, set?: string) => {
    if (sign.startsWith('*')) return '[^/]*'
    if (sign === '?') return '[^/]'
    if (set !== undefined) return `[${not ? '^' : ''}${set.replace(/[\\^[\]]/g, '\\$&')}]`
    return `\\${sign}`
  })

/** The files that a glob names. */
export function filesOfGlob({ base, parts }: Glob): string[] {
  const [part, ...rest] = parts
  const entries = entriesIn(base)
  if (part === '**') {
    const below = entries.filter((entry) => entry.isDirectory())
    const here = rest.length
      ? filesOfGlob({ base, parts: rest })
      : entries.filter((entry) => !entry.isDirectory()).map(({ name }) => join(base, name))
    return [...here, ...below.flatMap(({ name }) => filesOfGlob({ base: join(base, name), parts }))]
  }
  const pattern = new RegExp(`^${partPattern(part)}$`)
  const found = entries.filter(({ name }) => pattern.test(name)).map(({ name }) => join(base, name))
  return rest.length ? found.flatMap((path) => filesOfGlob({ base: path, parts: rest })) : found
}

/** The links that a glob passes on its way to files, the last part of the glob excepted. */
export function linksOfGlob({ base, parts }: Glob): string[] {
  const [part, ...rest] = parts
  if (rest.length === 0) return []
  const entries = entriesIn(base)
  const beyond = (name: string, more: readonly string[]) => linksOfGlob({ base: join(base, name), parts: more })
  // DuckDB follows a link for any part of a glob but `**`.
  if (part === '**') {
    const below = entries.filter((entry) => entry.isDirectory())
    return [...linksOfGlob({ base, parts: rest }), ...below.flatMap(({ name }) => beyond(name, parts))]
  }
  const pattern = new RegExp(`^${partPattern(part)}$`)
  return entries
    .filter(({ name }) => pattern.test(name))
    .flatMap((entry) => {
      const own = entry.isSymbolicLink() ? [join(base, entry.name)] : []
      return entry.isDirectory() || entry.isSymbolicLink() ? [...own, ...beyond(entry.name, rest)] : []
    })
}

function entriesIn(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
