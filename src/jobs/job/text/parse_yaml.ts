// biome-ignore-all lint/suspicious/noTemplateCurlyInString: job files have variables of this form

// Parses the text of a job file, with variables of the environment and merge keys. JSON is YAML too, so one parser gives
// the positions for both.

import {
  CST,
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  Lexer,
  parseDocument,
  Scalar,
  visit,
  type YAMLError,
} from 'yaml'
import { takeWrongKeys } from './check_keys.ts'
import { isMergeKey, type TextMistake } from './position.ts'
import { fillVariables, hideVariables } from './variables.ts'

/** Stands in the place of a value that cannot be known. */
export class Unknown implements TextMistake {
  readonly offset: number
  readonly text: string

  constructor(offset: number, text: string) {
    this.offset = offset
    this.text = text
  }
}

/** The unknown values in what a file says, with their paths. */
export function unknownIn(value: unknown, path: readonly PropertyKey[] = []): [readonly PropertyKey[], Unknown][] {
  if (value instanceof Unknown) return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  const keyed = Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value)
  return keyed.flatMap(([key, inner]) => unknownIn(inner, [...path, key]))
}

export interface ParsedText {
  readonly document: Document
  /** The parsed value. A value with a mistake is an {@link Unknown}. */
  readonly value: unknown
  /** Mistakes that leave no value. */
  readonly mistakes: readonly TextMistake[]
}

/** Further words for errors of the parser that a user of job files meets. */
const remedies: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'Quote the text if it begins with * or &',
  BAD_DQ_ESCAPE: 'In single quotes, a backslash is a character like any other',
  BAD_SCALAR_START: 'Quote the text',
  BLOCK_AS_IMPLICIT_KEY: 'Quote a text that contains ": ", and indent keys of one map alike',
  MULTILINE_IMPLICIT_KEY: 'Begin a comment with #',
  TAB_AS_INDENT: 'Use spaces',
  TAG_RESOLVE_FAILED: 'Quote the text if it begins with !',
}

/** Words that replace those of the parser. */
const otherWords: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'expected one job, got a second one after "---". Write each job into a file of its own',
}

/** The largest number of uses of anchors. Uses within uses multiply, so that a small file could fill the memory. */
const mostAliases = 100

/** A job has five levels. The parser calls itself for each, and would overflow the stack. */
const mostLevels = 100
const tooDeep: TextMistake = { offset: 0, text: `expected at most ${mostLevels} levels of keys and lists, got more` }

/** Whether a text has more levels than any job, in brackets or by spaces at the start of lines. */
function isDeep(text: string): boolean {
  let open = 0
  for (const sign of text.match(/[[{\]}]/g) ?? []) {
    open += sign === '[' || sign === '{' ? 1 : -1
    if (open > mostLevels) return true
  }
  const indents = new Set((text.match(/^ *(?=[^\s#])/gm) ?? []).map((spaces) => spaces.length))
  return indents.size > mostLevels
}

/** Lists of names have hundreds of items. The parser takes some 30 microseconds for each key and item. */
const mostEntries = 5000
const tooMany: TextMistake = { offset: 0, text: `expected at most ${mostEntries} keys and items of lists, got more` }

/** Whether a text has more values than any job. A text of many lines, for example a query, is one of them. */
function hasManyEntries(text: string): boolean {
  let values = 0
  let items = 0
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token)
    if (type === 'map-value-ind') values++
    // JSON has both signs for each key.
    else if (type === 'seq-item-ind' || type === 'comma') items++
    if (Math.max(values, items) > mostEntries) return true
  }
  return false
}

export function parseYaml(text: string, env: NodeJS.ProcessEnv): ParsedText {
  const hidden = hideVariables(text)
  const refused = isDeep(text) ? tooDeep : hasManyEntries(hidden.text) ? tooMany : undefined
  if (refused) return { document: parseDocument(''), value: undefined, mistakes: [refused] }
  const document = parseDocument(hidden.text, { prettyErrors: false, merge: true, uniqueKeys: false })
  const problems = [...document.errors, ...document.warnings].map(
    (error): TextMistake => ({ offset: error.pos[0], text: hidden.show(wordsFor(error)) }),
  )
  if (problems.length > 0) return { document, value: undefined, mistakes: problems }
  const mistakes = takeWrongKeys(document, text).map((found) => ({ ...found, text: hidden.show(found.text) }))
  const isJson = /^\uFEFF?\s*\{/.test(text)
  visit(document, {
    Scalar(key, node) {
      if (typeof node.value !== 'string') return
      const shown = hidden.show(node.value)
      node.value = shown
      if (key !== 'key' && shown.includes('${')) fillIn(node, shown, env, isJson)
    },
    Alias(_, node, path) {
      const named = node.resolve(document)
      const name = `*${hidden.show(node.source)}`
      let words: string
      if (named === undefined)
        words = `expected the name of an anchor that is defined above, got ${name}. If it is a text, quote it: "${name}"`
      else if (path.includes(named)) words = `expected a value that ends, got ${name} inside of the value that it names`
      else return
      const unknown = new Unknown(node.range?.[0] ?? 0, words)
      const pair = path[path.length - 1]
      if (!isPair(pair) || !isMergeKey(pair.key)) return scalarOf(unknown, node.range)
      mistakes.push(unknown)
      return document.createNode({})
    },
  })
  try {
    const value: unknown = document.toJS({ maxAliasCount: mostAliases })
    if (value !== null && value !== undefined) return { document, value, mistakes }
    const nothing = 'expected keys, for example source: and horizon:, got an empty file'
    return { document, value, mistakes: [...mistakes, { offset: 0, text: nothing }] }
  } catch (error) {
    return { document, value: undefined, mistakes: [...mistakes, refusedBy(error as Error, document)] }
  }
}

const wordsFor = ({ code, message }: YAMLError): string => {
  const remedy = remedies[code]
  return otherWords[code] ?? (remedy === undefined ? message : `${message}. ${remedy}`)
}

function scalarOf(value: unknown, range: Scalar['range']): Scalar {
  const scalar = new Scalar(value)
  scalar.range = range
  return scalar
}

/** Fills in the variables of a value. Without quotes, the result is read as YAML would read it: as a number, or as a list. */
function fillIn(node: Scalar, written: string, env: NodeJS.ProcessEnv, isJson: boolean): void {
  const filled = fillVariables(written, env)
  if ('mistake' in filled) {
    node.value = new Unknown(node.range?.[0] ?? 0, filled.mistake)
    return
  }
  // JSON has no values without quotes, so there a variable alone is read like one.
  const isPlain = node.type === Scalar.PLAIN || (isJson && /^\$\{.*\}$/s.test(written))
  node.value = isPlain && node.tag === undefined ? plainValue(filled.value) : filled.value
}

function plainValue(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' })
  const { contents, errors } = document
  if (errors.length > 0) return text
  // Lists and maps in brackets are values too. Without brackets, YAML would read them in lines of their own only.
  if (isCollection(contents) && contents.flow === true) return document.toJS({ maxAliasCount: 0 })
  return isScalar(contents) && contents.type === Scalar.PLAIN && contents.source === text.trim() ? contents.value : text
}

/** The mistake of a text that has no value: anchors that are used too often, or a merge key without a map. */
function refusedBy(error: Error, document: Document): TextMistake {
  let uses = 0
  let last = 0
  let merge = 0
  visit(document, {
    Alias(_, { range }) {
      if (uses++ <= mostAliases) last = range?.[0] ?? last
    },
    Pair(_, { key, value }) {
      if (isMergeKey(key) && !isMap(value)) merge = (isNode(key) && key.range?.[0]) || merge
    },
  })
  if (error instanceof RangeError && /call stack/i.test(error.message)) return tooDeep
  if (/alias count/i.test(error.message))
    return {
      offset: last,
      text: `expected at most ${mostAliases} uses of anchors (*name), got more. Write the value out, or put an anchor on the whole list`,
    }
  if (/merge/i.test(error.message))
    return { offset: merge, text: 'expected a map or an anchor of a map under <<, for example <<: *base' }
  return { offset: isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0, text: error.message }
}
