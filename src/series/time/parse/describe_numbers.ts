import { eachPiece, type InPieces } from '../../../base/resources/turns.ts'
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
export function* describeNumbers(
  values: ArrayLike<unknown>,
  name: string,
  isNamed: boolean,
  fail: Fail,
): InPieces<Described> {
  const all = yield* readWritten(values, fail)
  const known = { hint: hintOf(name), named: isNamed, written: all.written, zeros: all.zeros }
  const column = { ...(yield* factsOf(all, all.numbers)), ...known }
  const rare = yield* rareKinds(all)
  const isOdd = (row: number) => rare.has(kindOf(all, row))
  if (rare.size === 0) return { column, usual: column, isOdd }
  const usual = all.numbers.filter((_, row) => !isOdd(row))
  yield
  return { column, usual: { ...(yield* factsOf(all, usual, isOdd)), ...known }, isOdd }
}

function* readWritten(values: ArrayLike<unknown>, fail: Fail): InPieces<Written> {
  const numbers = new Float64Array(values.length)
  const lengths = new Uint8Array(values.length)
  const decimals = new Uint8Array(values.length)
  let [written, zeros] = [false, false]
  const seen = new Map<string, number>()
  const readRow = (row: number): void => {
    const value = values[row]
    if (typeof value === 'string') {
      const known = seen.get(value)
      if (known !== undefined) {
        numbers[row] = numbers[known]
        lengths[row] = lengths[known]
        decimals[row] = decimals[known]
        return
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
      return
    }
    const [before, after = ''] = value.trim().split('.')
    written = true
    zeros ||= /^0\d/.test(before)
    lengths[row] = before.length
    decimals[row] = after.length
  }
  yield* eachPiece(numbers.length, (from, to) => {
    for (let row = from; row < to; row++) readRow(row)
  })
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
function* rareKinds(all: Written): InPieces<Set<number>> {
  const counts = new Map<number, number>()
  yield* eachPiece(all.numbers.length, (from, to) => {
    for (let row = from; row < to; row++) {
      const kind = kindOf(all, row)
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
  })
  const rare = new Set<number>()
  let left = fewOf(all.numbers.length)
  for (const [kind, count] of [...counts].sort(([, a], [, b]) => a - b)) {
    left -= count
    if (left < 0) break
    rare.add(kind)
  }
  return rare
}

function* factsOf(
  { lengths, decimals }: Written,
  values: Float64Array,
  isOdd?: (row: number) => boolean,
): InPieces<Pick<NumberColumn, 'values' | 'whole' | 'min' | 'max' | 'digits' | 'decimals'>> {
  let [min, max, whole] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true]
  yield* eachPiece(values.length, (from, to) => {
    for (let row = from; row < to; row++) {
      const value = values[row]
      if (value < min) min = value
      if (value > max) max = value
      whole &&= Number.isInteger(value)
    }
  })
  const digits = yield* rangeOf(lengths, isOdd)
  return { values, whole, min, max, digits, decimals: yield* rangeOf(decimals, isOdd) }
}

function* rangeOf(
  counts: Uint8Array,
  isOdd: ((row: number) => boolean) | undefined,
): InPieces<[least: number, most: number]> {
  let [least, most] = [Number.POSITIVE_INFINITY, 0]
  yield* eachPiece(counts.length, (from, to) => {
    for (let row = from; row < to; row++) {
      if (isOdd?.(row)) continue
      least = Math.min(least, counts[row])
      most = Math.max(most, counts[row])
    }
  })
  return [least, most]
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
