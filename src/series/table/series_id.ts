/**
 * The id of a series that several columns name: the names joined by slashes. Slashes and backslashes in a name are
 * escaped by a backslash, so that the names `a/b` and `c` do not give the same id as `a` and `b/c`. A single name is
 * the id as it is.
 *
 * @example
 * joinId(['north', 'a/b']) // 'north/a\\/b'
 */
export const joinId = (names: readonly string[]): string =>
  names.length === 1 ? names[0] : names.map((name) => name.replace(/[\\/]/g, '\\$&')).join('/')

/**
 * The names that an id of several columns was joined from.
 *
 * @example
 * splitId('north/a\\/b') // ['north', 'a/b']
 */
export function splitId(id: string): string[] {
  const parts = id.match(/(?:\\.|[^\\/])+/gs) ?? []
  return parts.map((part) => part.replace(/\\(.)/gs, '$1'))
}
