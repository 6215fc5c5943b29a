import { type DeclarationReflection, ReflectionKind } from 'typedoc'
import { type Group, groups } from './groups.ts'
import type { PublicName } from './read.ts'

/** The names of each page, and the link to each name. */
export interface Placed {
  pages: Map<Group, PublicName[]>
  /** Link to each documented name, by the id of its reflection. */
  links: Map<number, string>
}

/**
 * @throws Error for a name that belongs to no page
 */
export function place(names: PublicName[]): Placed {
  const pages = new Map<Group, PublicName[]>(groups.map((group) => [group, []]))
  const links = new Map<number, string>()
  for (const name of names) {
    const group = groupOf(name)
    pages.get(group)?.push(name)
    links.set(name.declaration.id, `/api/${group.page}#${anchor(name.declaration.name)}`)
    for (const child of name.declaration.children ?? [])
      links.set(child.id, `/api/${group.page}#${memberAnchor(name.declaration, child)}`)
  }
  return { pages, links }
}

/** Anchors keep upper case: `gru` is a function and `Gru` a class. */
export const anchor = (...names: string[]): string => names.join('-').replaceAll(/[^\w-]/g, '')

/** The anchor of a member. A class may have a method and a static method with the same name. */
export const memberAnchor = (owner: DeclarationReflection, member: DeclarationReflection): string =>
  anchor(owner.name, ...(member.flags.isStatic ? ['static'] : []), member.name)

function groupOf({ entry, source, declaration }: PublicName): Group {
  const fit = groups
    .filter((group) => group.entry === entry)
    .flatMap((group) => group.from.filter((path) => isBelow(source, path)).map((path) => ({ group, path })))
    .sort((a, b) => b.path.length - a.path.length)
  if (!fit.length)
    throw new Error(`Expected a page for ${declaration.name} of ${entry} (src/${source}). Add it to groups.ts.`)
  return fit[0].group
}

const isBelow = (source: string, path: string): boolean => source === path || source.startsWith(`${path}/`)

/** Sorts values alphabetically, each followed by the types named after it; then all other types. */
export function inReadingOrder(names: PublicName[]): PublicName[] {
  const byName = (a: PublicName, b: PublicName) => a.declaration.name.localeCompare(b.declaration.name)
  const isType = ({ declaration }: PublicName) =>
    declaration.kindOf([ReflectionKind.Interface, ReflectionKind.TypeAlias])
  const types = names.filter(isType).sort(byName)
  const values = names.filter((name) => !isType(name)).sort(byName)
  const left = new Set(types)
  const ordered = values.flatMap((value) => {
    const own = types.filter((type) => left.has(type) && isOwn(type, value, values))
    for (const type of own) left.delete(type)
    return [value, ...own]
  })
  return [...ordered, ...left]
}

/** A type named after a value, as `ArOptions` is after `ar`. */
function isOwn(type: PublicName, value: PublicName, values: PublicName[]): boolean {
  const named = (name: PublicName) =>
    type.declaration.name.toLowerCase().startsWith(name.declaration.name.toLowerCase())
  const best = values.filter(named).sort((a, b) => b.declaration.name.length - a.declaration.name.length)[0]
  return best === value
}
