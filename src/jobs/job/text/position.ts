// Finds the place of a key in the text of a job file, also if an anchor or a merge key brings it in.

import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml'

/** A mistake at a place of the text, before the schema is asked. */
export interface TextMistake {
  readonly offset: number
  readonly text: string
}

/** The place of a key or an item in the text. */
interface Place {
  /** The position. A missing key has none, so the last key above it gives the position. */
  readonly offset: number
  /** Whether a comment stands where the value is missing: `report: #1`. */
  readonly isComment: boolean
}

/** The counter of a text that gives the line of an offset. */
export function lineStarts(text: string): LineCounter {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
  return lines
}

/** @param path - keys and indexes from the root */
export function placeOf(document: Document, path: readonly PropertyKey[]): Place {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const key of path) {
    const parent = resolved(document, node)
    if (isMap(parent)) {
      const pair = pairOf(document, parent, key)
      if (!pair) return { offset, isComment: false }
      offset = startOf(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(parent)) {
      node = parent.items[Number(key)]
      offset = startOf(node) ?? offset
    } else break
  }
  return { offset, isComment: isScalar(node) && node.value === null && node.comment !== undefined }
}

export const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined)

const resolved = (document: Document, node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node)

/** Whether a key is `<<`. The parser turns the key into a symbol. */
export const isMergeKey = (key: unknown): boolean =>
  isScalar(key) && (key.value === '<<' || (typeof key.value === 'symbol' && key.value.description === '<<'))

function pairOf(document: Document, map: YAMLMap, key: PropertyKey): Pair | undefined {
  const own = namedPairs(map).get(String(key))
  const merge =
    own === undefined ? resolved(document, map.items.find((pair) => isMergeKey(pair.key))?.value) : undefined
  for (const source of isSeq(merge) ? merge.items : [merge]) {
    const base = resolved(document, source)
    const found = isMap(base) ? pairOf(document, base, key) : undefined
    if (found) return found
  }
  return own
}

const pairsOf = new WeakMap<YAMLMap, Map<string, Pair>>()

/** The pairs of a map by their key, kept because a job may have a mistake in each of them. */
function namedPairs(map: YAMLMap): Map<string, Pair> {
  let pairs = pairsOf.get(map)
  if (!pairs) {
    const named = map.items.filter(({ key }) => isScalar(key) && !isMergeKey(key))
    // If a key comes again, the first one counts.
    pairs = new Map(named.toReversed().map((pair) => [`${(pair.key as Scalar).value}`, pair]))
    pairsOf.set(map, pairs)
  }
  return pairs
}
