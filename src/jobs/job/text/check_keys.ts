// Checks of the keys in the text of a job file that the schema cannot make: it sees an object, which has every key once.

import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, visit } from 'yaml'
import { isMergeKey, lineStarts, startOf, type TextMistake } from './position.ts'

/**
 * Removes the pairs whose key cannot be one, or comes again, so that they hide no other mistake.
 *
 * @param text - the text of the document, for lines
 * @returns a mistake for each of them
 */
export function takeWrongKeys(document: Document, text: string): TextMistake[] {
  const mistakes: TextMistake[] = []
  const lines = lineStarts(text)
  visit(document, {
    Map(_, map) {
      const first = new Map<string, number>()
      map.items = map.items.filter(({ key }: Pair) => {
        if (isMergeKey(key)) return true
        const offset = startOf(key) ?? map.range?.[0] ?? 0
        const name = isScalar(key) && key.value !== null ? `${key.value}` : undefined
        const before = name === undefined ? undefined : first.get(name)
        if (name === undefined)
          mistakes.push({ offset, text: `expected the name of a key, got ${wordFor(key)}. If it is a text, quote it` })
        else if (/^\/[/*]/.test(name))
          mistakes.push({ offset, text: 'expected a key, got a comment that begins with /. Begin it with #' })
        else if (before !== undefined) mistakes.push({ offset, text: again(name, lines.linePos(before).line) })
        else {
          first.set(name, offset)
          return true
        }
        return false
      })
    },
  })
  return mistakes
}

const again = (name: string, line: number): string =>
  `${name}: expected each key once, got it in line ${line} too. Remove one of them`

function wordFor(key: unknown): string {
  if (isAlias(key)) return `*${key.source}`
  if (isSeq(key)) return 'a list'
  return isMap(key) ? 'a map' : 'nothing'
}
