/**
 * The names that an id is made of, see `groupRows`: names of several columns are joined by slashes, with slashes in them
 * escaped.
 *
 * @example
 * keyOf('north/a\\/b') // ['north', 'a/b']
 */
export function keyOf(id: string): string[] {
  const parts = id.match(/(?:\\.|[^\\/])+/gs) ?? []
  return parts.map((part) => part.replace(/\\(.)/gs, '$1'))
}
