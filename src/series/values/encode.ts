import { GatecastError } from '../../base/error.ts'
import { nearest } from '../../base/nearest.ts'
import { missingMarkers } from '../table/read_values.ts'

/** Texts, or numbers that stand for categories. */
type Labels = ArrayLike<string | number | null>

const labelOf = (value: string | number | null): string | null =>
  value === null || Number.isNaN(value) ? null : String(value)

/** Sorts numbers by their size (2 before 10), and puts them before names. */
function byNumberOrName(a: string, b: string): number {
  const [x, y] = [numberIn(a), numberIn(b)]
  if (!Number.isNaN(x) && !Number.isNaN(y) && x !== y) return x - y
  if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}

/** `Number` reads an empty text as 0, but it is a name. */
const numberIn = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))

/** The categories of a column: numbers in ascending order, then names in ascending order. */
export function categoriesIn(values: Labels): string[] {
  const seen = new Set(Array.from(values, labelOf))
  return [...seen].filter((label) => label !== null).sort(byNumberOrName)
}

/**
 * The index of each value in a list of categories, NaN where missing.
 *
 * @param name - name of the column, for messages
 * @param unseen - the rule for a value that is not in the list: `error` throws, `missing` reads it as missing
 * @throws {GatecastError} `ERR_DATA` with column, row and value
 */
export function ordinal(
  name: string,
  values: Labels,
  categories: readonly string[],
  unseen: 'error' | 'missing' = 'error',
): Float64Array {
  const codes = new Map(categories.map((category, code) => [category, code]))
  return Float64Array.from(values, (value, row) => {
    const label = labelOf(value)
    if (label === null) return Number.NaN
    const code = codes.get(label)
    if (code !== undefined) return code
    if (unseen === 'missing') return Number.NaN
    throw new GatecastError(
      'ERR_DATA',
      `Expected a category of column "${name}" that was in the fitted data, got "${label}" (row ${row}). The ` +
        `nearest are ${nearest(label, categories)}. Read new categories as missing with { unseen: 'missing' }` +
        (missingMarkers.includes(label.trim()) ? `, or declare this one: missing: [${JSON.stringify(label)}]` : ''),
    )
  })
}

/** One column of 0 and 1 for each category. A missing value is 0 in all columns. */
export function oneHot(codes: Float64Array, categories: readonly string[]): Float64Array[] {
  return categories.map((_, category) => codes.map((code) => (code === category ? 1 : 0)))
}
