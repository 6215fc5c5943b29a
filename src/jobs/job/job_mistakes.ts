// Turns the issues of the schema into sentences: the expected value, the given value, and the most similar name.

import { z } from 'zod'
import { checkText, listNames, shown } from '../../base/check.ts'
import { didYouMean } from '../../base/nearest.ts'
import { outputChoices } from '../../files/write/output_place.ts'
import { modelKinds } from '../model/model_kinds.ts'
import { draftSchema } from './job.ts'

export interface Mistake {
  readonly path: readonly PropertyKey[]
  /** The path as text: `columns.known[1]`. */
  readonly key: string
  readonly text: string
  /** True if the key is unknown, false if the key is known and its value is wrong. */
  readonly isKey: boolean
}

type Issue = z.core.$ZodIssue

export const mistakesOf = (issues: readonly Issue[]): Mistake[] => issues.flatMap((issue) => mistakesIn(issue, []))

function mistakesIn(issue: Issue, above: readonly PropertyKey[]): Mistake[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    const told = issue.keys.slice(0, mostKeys)
    const mistakes = told.map((key) => ({
      path: [...path, key],
      key: keyText([...path, cut(key)]),
      text: unknownKey(key, path),
      isKey: true,
    }))
    const left = issue.keys.length - told.length
    const more = { ...at(path), text: `${left} more unknown keys, after ${cut(told.at(-1) ?? '')}`, isKey: true }
    return left > 0 ? [...mistakes, more] : mistakes
  }
  if (issue.code === 'invalid_union') {
    const branch = nearestBranch(issue.errors, issue.input)
    if (branch) return branch.flatMap((inner) => mistakesIn(inner, path))
    const advice = issue.errors.some(([inner]) => takesText(inner)) ? asText(issue.input) : ''
    return [{ ...at(path), text: `expected ${anyOf(issue.errors)}, got ${shown(issue.input)}${advice}`, isKey: false }]
  }
  if (issue.code === 'custom') return [{ ...at(path), text: issue.message, isKey: issue.params?.isKey === true }]
  return [
    { ...at(path), text: `expected ${expectedBy(issue)}, got ${shown(issue.input)}${meant(issue)}`, isKey: false },
  ]
}

/** More unknown keys of one place are counted only: each is compared with all keys of a job. */
const mostKeys = 20

/** A key as messages show it. */
const cut = (key: string): string => (key.length > 60 ? `${key.slice(0, 57)}...` : key)

const at = (path: readonly PropertyKey[]) => ({ path, key: keyText(path) })

/** A path as text: `columns.known[1]`. */
export const keyText = (path: readonly PropertyKey[]): string =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i ? `.${String(key)}` : String(key))).join('') ||
  'the job'

/** The alternative of a union that the value fits best: its type is right, and it has the fewest mistakes. */
function nearestBranch(branches: readonly (readonly Issue[])[], input: unknown): readonly Issue[] | undefined {
  const possible = branches.filter(
    (issues) => !issues.some(({ path, code }) => !path.length && code === 'invalid_type'),
  )
  const [first] = possible
    .filter((issues) => !issues.some(({ path, code }) => !path.length && code === 'invalid_value'))
    .sort((a, b) => weight(a, input) - weight(b, input))
  return first
}

/**
 * An unknown key weighs more than a missing one, because a key that is written shows which alternative was meant. Where
 * the key is missing whose value names the alternative (`kind`), no key that is written shows it.
 */
const weight = (issues: readonly Issue[], input: unknown): number =>
  issues.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + 10 * issue.keys.length
    const isUnnamed = issue.code === 'invalid_value' && issue.input === undefined
    return sum + (isUnnamed ? 10 * Object.keys(Object(input)).length : 1)
  }, 0)

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
    return issue.values.length === 1 ? shown(issue.values[0]) : `one of ${listNames(issue.values.map(String))}`
  if (issue.code === 'too_small') {
    if (issue.origin === 'string') return 'a text that is not empty'
    if (issue.origin === 'array') return `a list of at least ${issue.minimum}`
    return issue.inclusive ? `a number of at least ${issue.minimum}` : `a number above ${issue.minimum}`
  }
  if (issue.code === 'too_big')
    return issue.inclusive ? `a number of at most ${issue.maximum}` : `a number below ${issue.maximum}`
  return issue.message
}

const asText = (input: unknown): string =>
  /^(number|boolean)$/.test(typeof input) ? `. If it is a text, quote it: "${input}"` : ''

function meant(issue: Issue): string {
  if (takesText(issue)) return asText(issue.input)
  if (issue.code !== 'invalid_value' || typeof issue.input !== 'string') return ''
  return didYouMean(issue.input, issue.values.map(String))
}

const takesText = (issue: Issue | undefined): boolean => issue?.code === 'invalid_type' && issue.expected === 'string'

/** The fields of a JSON Schema that lead from a key to the keys below it. */
interface Node {
  properties?: Record<string, Node>
  anyOf?: Node[]
  items?: Node
  enum?: string[]
}

let schema: Node | undefined
const root = (): Node => {
  schema ??= z.toJSONSchema(draftSchema, { io: 'input' }) as Node
  return schema
}

/**
 * The names that a key of a job may have, the kinds of models for `model`, or the kinds of places for `out`.
 *
 * @param key - path of the key, for example `source.format`
 * @returns the names; none for a key without a list of names
 * @throws {GatecastError} `ERR_TYPE` for a key that is no text
 * @example
 * namesOf('layout') // ['long', 'wide']
 */
export function namesOf(key: string): readonly string[] {
  checkText('key', key)
  if (key === 'model') return modelKinds
  if (key === 'out') return [outputChoices]
  const found = nodesAt(root(), key.split('.')).find((node) => node.enum)
  return found?.enum ?? []
}

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const all = allKeys(root(), '')
  const here = keysAt(root(), path)
  if (here.includes(key))
    return 'expected a key that goes with the others here, got one that does not. Leave it or them out'
  // A key that exists at another place of the job was probably written at the wrong place.
  const elsewhere = all.find((known) => known.endsWith(`.${key}`) || known === key)
  const suggestion = elsewhere ? `. Did you mean "${elsewhere}"?` : didYouMean(key, here)
  const choices = here.length <= 8 ? `expected one of ${here.join(', ')}, got an unknown key` : 'unknown key'
  return choices + suggestion
}

const keysAt = (node: Node, path: readonly PropertyKey[]): string[] => [
  ...new Set(nodesAt(node, path).flatMap(({ properties }) => Object.keys(properties ?? {}))),
]

function nodesAt(node: Node, path: readonly PropertyKey[]): Node[] {
  let nodes = [node]
  const alternatives = (list: Node[]): Node[] => list.flatMap((one) => (one.anyOf ? alternatives(one.anyOf) : [one]))
  for (const key of path)
    nodes = alternatives(nodes).flatMap((one) => {
      const next = typeof key === 'number' ? one.items : one.properties?.[String(key)]
      return next ? [next] : []
    })
  return alternatives(nodes)
}

function allKeys(node: Node, prefix: string): string[] {
  const below = Object.entries(node.properties ?? {}).flatMap(([key, next]) => [
    prefix + key,
    ...allKeys(next, `${prefix}${key}.`),
  ])
  return [...below, ...(node.anyOf ?? []).flatMap((one) => allKeys(one, prefix))]
}
