// What the schema found, as sentences: expected, got, and what was probably meant.

import { z } from 'zod'
import { shown } from '../../base/check.ts'
import { nearest } from '../../base/nearest.ts'
import { draftSchema } from './job.ts'

export interface Mistake {
  readonly path: readonly PropertyKey[]
  /** The path as text: `columns.known[1]`. */
  readonly key: string
  readonly text: string
  /** It is the key that should not be there, not its value that is wrong. */
  readonly isKey: boolean
}

type Issue = z.core.$ZodIssue

export const mistakesOf = (issues: readonly Issue[]): Mistake[] => issues.flatMap((issue) => mistakesIn(issue, []))

function mistakesIn(issue: Issue, above: readonly PropertyKey[]): Mistake[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ ...at([...path, key]), text: unknownKey(key, path), isKey: true }))
  if (issue.code === 'invalid_union') {
    const branch = nearestBranch(issue.errors)
    if (branch) return branch.flatMap((inner) => mistakesIn(inner, path))
    return [{ ...at(path), text: `expected ${anyOf(issue.errors)}, got ${shown(issue.input)}`, isKey: false }]
  }
  if (issue.code === 'custom') return [{ ...at(path), text: issue.message, isKey: issue.params?.isKey === true }]
  return [
    { ...at(path), text: `expected ${expectedBy(issue)}, got ${shown(issue.input)}${meant(issue)}`, isKey: false },
  ]
}

const at = (path: readonly PropertyKey[]) => ({
  path,
  key:
    path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i ? `.${String(key)}` : String(key))).join('') ||
    'the job',
})

/** The alternative that was meant: one whose own kind of value was given. Of several, that with the fewest mistakes. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const possible = branches.filter(
    (issues) => !issues.some(({ path, code }) => !path.length && code === 'invalid_type'),
  )
  const [first] = possible
    .filter((issues) => !issues.some(({ path, code }) => !path.length && code === 'invalid_value'))
    .sort((a, b) => weight(a) - weight(b))
  return first
}

/** What is missing weighs less than what is not known: a key that is there says what was meant. */
const weight = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 10 * issue.keys.length : 1), 0)

const anyOf = (branches: readonly (readonly Issue[])[]): string =>
  [...new Set(branches.flatMap(([issue]) => (issue ? [expectedBy(issue)] : [])))].join(' or ')

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'keys with values',
  boolean: 'true or false',
}

function expectedBy(issue: Issue): string {
  if (issue.code === 'invalid_type') return kinds[issue.expected] ?? issue.expected
  if (issue.code === 'invalid_value')
    return issue.values.length === 1 ? shown(issue.values[0]) : `one of ${issue.values.join(', ')}`
  if (issue.code === 'too_small') {
    if (issue.origin === 'string') return 'a text that is not empty'
    if (issue.origin === 'array') return `a list of ${issue.minimum} or more`
    return issue.inclusive ? `a number from ${issue.minimum} on` : `a number above ${issue.minimum}`
  }
  if (issue.code === 'too_big')
    return issue.inclusive ? `a number up to ${issue.maximum}` : `a number below ${issue.maximum}`
  return issue.message
}

function meant(issue: Issue): string {
  if (issue.code !== 'invalid_value' || typeof issue.input !== 'string') return ''
  return `. Did you mean ${nearest(issue.input, issue.values.map(String), 1)}?`
}

/** The parts of JSON Schema that lead from a key to those below it. */
interface Node {
  properties?: Record<string, Node>
  anyOf?: Node[]
  items?: Node
}

const root = (): Node => z.toJSONSchema(draftSchema, { io: 'input' }) as Node

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const all = allKeys(root(), '')
  const here = keysAt(root(), path)
  // A key that is known in another place was probably put in the wrong one.
  const elsewhere = all.find((known) => known.endsWith(`.${key}`) || known === key)
  const suggestion = elsewhere && !here.includes(key) ? `"${elsewhere}"` : nearest(key, here, 1)
  const choices = here.length <= 8 ? `expected one of ${here.join(', ')}, got an unknown key` : 'unknown key'
  return `${choices}. Did you mean ${suggestion}?`
}

function keysAt(node: Node, path: readonly PropertyKey[]): string[] {
  let nodes = [node]
  const alternatives = (list: Node[]): Node[] => list.flatMap((one) => (one.anyOf ? alternatives(one.anyOf) : [one]))
  for (const key of path)
    nodes = alternatives(nodes).flatMap((one) => {
      const next = typeof key === 'number' ? one.items : one.properties?.[String(key)]
      return next ? [next] : []
    })
  return [...new Set(alternatives(nodes).flatMap(({ properties }) => Object.keys(properties ?? {})))]
}

function allKeys(node: Node, prefix: string): string[] {
  const below = Object.entries(node.properties ?? {}).flatMap(([key, next]) => [
    prefix + key,
    ...allKeys(next, `${prefix}${key}.`),
  ])
  return [...below, ...(node.anyOf ?? []).flatMap((one) => allKeys(one, prefix))]
}
