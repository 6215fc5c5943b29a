// JSON: its values, and texts of files that may come from strangers.

import { GatecastError } from './error.ts'

/** The values that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }

/**
 * Parses JSON in which no object has a key twice: one reader would take the first value, another the last.
 *
 * @throws {GatecastError} `ERR_FILE` naming the key; a `SyntaxError` for a text that is no JSON
 */
export function parseJson(text: string): unknown {
  const parsed: unknown = JSON.parse(text)
  const again = keyTwice(text)
  if (again === undefined) return parsed
  throw new GatecastError('ERR_FILE', `Expected each key of an object once, got ${again} twice`)
}

/** A key that an object of valid JSON has twice, with its quotes. */
function keyTwice(text: string): string | undefined {
  // For each object or list that is open: the keys so far; `null` for a list.
  const open: (Set<string> | null)[] = []
  let awaitsKey = false
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]
    if (letter === '{' || letter === '[') {
      open.push(letter === '{' ? new Set() : null)
      awaitsKey = letter === '{'
    } else if (letter === '}' || letter === ']') {
      open.pop()
      awaitsKey = false
    } else if (letter === ',') awaitsKey = open.at(-1) !== null
    else if (letter === '"') {
      const end = endOfText(text, i)
      const keys = open.at(-1)
      if (awaitsKey && keys) {
        // `"a"` and `"\u0061"` are the same key.
        const key: string = JSON.parse(text.slice(i, end + 1))
        if (keys.has(key)) return text.slice(i, end + 1)
        keys.add(key)
        awaitsKey = false
      }
      i = end
    }
  }
  return undefined
}

/** The place of the quote that ends a text of valid JSON. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let before = end - 1
    while (text[before] === '\\') before--
    if ((end - before) % 2 === 1) return end
  }
}
