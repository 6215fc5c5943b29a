import type { ColumnHint, NumberColumn } from '../forms/form.ts'

/** Throws the error for a row, with some advice. */
export type Fail = (row: number, advice: string) => never

/** A column of numbers, and the same column as most of its numbers are written. */
export interface Described {
  readonly column: NumberColumn
  /** The facts without the few numbers of an unusual length. A form that fits only these shows that the others are odd. */
  readonly usual: NumberColumn
  /** Returns whether the number of a row has an unusual length. */
  readonly isOdd: (row: number) => boolean
}

/** How many of some numbers may be mistakes: one in ten, and one in any column of three or more. */
export const fewOf = (count: number): number => (count < 3 ? 0 : Math.max(1, Math.floor(count / 10)))

/** The numbers of a column as they are written. */
interface Written {
  readonly numbers: Float64Array
  /** Digits before the decimal point; zeros in front count in texts. */
  readonly lengths: Uint8Array
  /** Digits after it. */
  readonly decimals: Uint8Array
  readonly written: boolean
  readonly zeros: boolean
}

/**
 * Reads the facts of a column of numbers, or of texts of digits.
 *
 * @param name - the name of the column, which may tell what the numbers are
 * @param isNamed - whether the form was named
 * @param fail - throws the error for a row that is no number
 */
export function describeNumbers(values: ArrayLike<unknown>, name: string, isNamed: boolean, fail: Fail): Described {
  const all = readWritten(values, fail)
  const known = { hint: hintOf(name), named: isNamed, written: all.written, zeros: all.zeros }
  const column = { ...factsOf(all, all.numbers), ...known }
  const rare = rareKinds(all)
  const isOdd = (row: number) => rare.has(kindOf(all, row))
  if (rare.size === 0) return { column, usual: column, isOdd }
  return {
    column,
    usual: {
      ...factsOf(
        all,
        all.numbers.filter((_, row) => !isOdd(row)),
        isOdd,
      ),
      ...known,
    },
    isOdd,
  }
}

function readWritten(values: ArrayLike<unknown>, fail: Fail): Written {
  const numbers = new Float64Array(values.length)
  const lengths = new Uint8Array(values.length)
  const decimals = new Uint8Array(values.length)
  let [written, zeros] = [false, false]
  const seen = new Map<string, number>()
  for (let row = 0; row < numbers.length; row++) {
    const value = values[row]
    if (typeof value === 'string') {
      const known = seen.get(value)
      if (known !== undefined) {
        numbers[row] = numbers[known]
        lengths[row] = lengths[known]
        decimals[row] = decimals[known]
        continue
      }
      if (seen.size < 100_000) seen.set(value, row)
    }
    const missing = value === null || value === undefined || value === ''
    const number = missing || typeof value === 'object' || typeof value === 'boolean' ? Number.NaN : Number(value)
    if (!Number.isFinite(number))
      fail(row, missing ? 'Drop rows without a time.' : 'The rows before it are numbers; write all times in one way.')
    numbers[row] = number
    if (typeof value !== 'string') {
      lengths[row] = lengthOf(Math.abs(Math.trunc(number)))
      if (!Number.isInteger(number)) decimals[row] = (String(number).split('.')[1] ?? '').length
      continue
    }
    const [before, after = ''] = value.trim().split('.')
    written = true
    zeros ||= /^0\d/.test(before)
    lengths[row] = before.length
    decimals[row] = after.length
  }
  return { numbers, lengths, decimals, written, zeros }
}

/** The number of digits of a whole number. */
function lengthOf(whole: number): number {
  let length = 1
  for (let limit = 10; whole >= limit && length < 22; limit *= 10) length++
  return length
}

/** Numbers of one kind have the same number of digits, and a fraction or none. */
const kindOf = ({ numbers, lengths }: Written, row: number): number =>
  2 * lengths[row] + (Number.isInteger(numbers[row]) ? 0 : 1)

/** The kinds that few numbers have, from the rarest on. */
function rareKinds(all: Written): Set<number> {
  const counts = new Map<number, number>()
  for (let row = 0; row < all.numbers.length; row++) {
    const kind = kindOf(all, row)
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const rare = new Set<number>()
  let left = fewOf(all.numbers.length)
  for (const [kind, count] of [...counts].sort(([, a], [, b]) => a - b)) {
    left -= count
    if (left < 0) break
    rare.add(kind)
  }
  return rare
}

function factsOf(
  { lengths, decimals }: Written,
  values: Float64Array,
  isOdd?: (row: number) => boolean,
): Pick<NumberColumn, 'values' | 'whole' | 'min' | 'max' | 'digits' | 'decimals'> {
  let [min, max, whole] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true]
  for (const value of values) {
    if (value < min) min = value
    if (value > max) max = value
    whole &&= Number.isInteger(value)
  }
  return { values, whole, min, max, digits: rangeOf(lengths, isOdd), decimals: rangeOf(decimals, isOdd) }
}

function rangeOf(counts: Uint8Array, isOdd: ((row: number) => boolean) | undefined): [number, number] {
  const range: [number, number] = [Number.POSITIVE_INFINITY, 0]
  for (let row = 0; row < counts.length; row++) {
    if (isOdd?.(row)) continue
    range[0] = Math.min(range[0], counts[row])
    range[1] = Math.max(range[1], counts[row])
  }
  return range
}

const hints: [ColumnHint, RegExp][] = [
  ['week', /week|^(wk|yw|yyyyww)$/],
  ['month', /month|^(ym|yyyymm)$/],
  ['quarter', /quarter|^(qtr|yq)$/],
  ['year', /year|^(yr|yyyy)$/],
  ['date', /^(date|dates|day)$/],
  ['index', /^(t|i|n|idx|index|step|steps|obs|tick|row|observation|timeidx|timeindex|timestep)$/],
]

const hintOf = (name: string): ColumnHint | undefined => {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '')
  return hints.find(([, names]) => names.test(plain))?.[0]
}
