// Random tables whose roles are known, with the mess that real files have.

import { iso } from './make_layout.ts'
import type { TextTable } from './rows_evidence.ts'

/** A random number in [0, 1) at each call, the same ones for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export interface RandomTable extends TextTable {
  readonly time: string
  /** The columns that name the series, sorted. */
  readonly series: readonly string[]
  readonly target: string
  /** The columns of numbers that could be the target for all that the table shows. */
  readonly numbers: readonly string[]
  /** The target has a cell that is no number. */
  readonly isBad: boolean
}

/** The cell of a column in the row of day `t` of series `s`. */
type Cell = (t: number, s: number) => string

const words = ['oak', 'elm', 'ash', 'fir', 'yew', 'box', 'bay', 'fig', 'tea']

export function randomTable(seed: number): RandomTable {
  const random = randomFrom(seed)
  const chance = (share: number) => random() < share
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1))
  const pick = <T>(list: readonly T[]): T => list[whole(0, list.length - 1)]
  const columns = new Map<string, Cell>()
  const add = (names: readonly string[], cell: Cell): string => {
    const free = names.filter((name) => !columns.has(name))
    const name = free.length ? pick(free) : `${names[0]} ${columns.size}`
    columns.set(name, cell)
    return name
  }

  const days = whole(8, 40)
  const firsts = whole(1, 3)
  const seconds = firsts > 1 && chance(0.3) ? whole(2, 3) : 1
  const count = firsts * seconds
  const isNumber = chance(0.3)
  const isDigits = chance(0.15)
  const time = add(isDigits ? ['date', 'ds'] : ['date', 'Date', 'ds', 'when', 'tag', 'timestamp'], (t) =>
    isDigits ? iso(t).replaceAll('-', '') : iso(t),
  )
  const idCell = (of: (s: number) => number): [readonly string[], Cell] => {
    if (isNumber) return [['store_id', 'item', 'shop', 'sku'], (_, s) => `${100 + of(s)}`]
    if (count === 2 && chance(0.3)) return [['online', 'is_new', 'store'], (_, s) => (of(s) ? 'TRUE' : 'FALSE')]
    return [['store', 'filiale', 'where', 'unique_id', 'artikel'], (_, s) => words[of(s)]]
  }
  const series: string[] = []
  if (count > 1) series.push(add(...idCell((s) => Math.floor(s / seconds))))
  if (seconds > 1) series.push(add(...idCell((s) => s % seconds)))

  const isUsual = chance(0.5)
  const noise = Array.from({ length: days * count }, () => whole(20, 400))
  const target = add(
    isUsual ? ['sales', 'y', 'demand', 'Sold'] : ['umsatz', 'load', 'visits'],
    (t, s) => `${noise[s * days + t]}${isUsual && chance(0.2) ? '.5' : ''}`,
  )
  const numbers = [target]
  const more = (share: number, names: readonly string[], cell: Cell, isTarget = false) => {
    if (!chance(share)) return
    const name = add(names, cell)
    if (isTarget) numbers.push(name)
  }
  const gaps = chance(0.4) ? 0.1 : 0
  const start = whole(0, 6)
  more(0.3, ['weekday', 'dow', 'wochentag'], (t) => ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][(t + start) % 7])
  more(0.2, ['month', 'monat'], (t) => `${Number(iso(t).slice(5, 7))}`)
  more(0.4, ['is_holiday', 'closed', 'flag'], () => (chance(0.1) ? 'true' : 'false'))
  more(0.3, ['weather', 'mood', 'note'], () => pick(words))
  more(0.2, ['comment', 'remark'], () => (chance(0.7) ? '' : pick(words)))
  more(0.3, ['currency', 'unit'], () => 'EUR')
  more(0.2, ['region', 'city', 'group'], (_, s) => words[s % 2])
  more(0.3, ['promo', 'aktion'], () => (chance(0.2) ? '1' : '0'), true)
  more(0.3, ['price', 'temp'], () => (random() * 20).toFixed(2), true)
  more(0.15, ['area', 'capacity'], (_, s) => `${50 + 10 * s}`, true)
  more(0.1, ['version'], () => '3', true)
  more(0.1, ['empty', 'spare'], () => '')

  const names = shuffled([...columns.keys()], random)
  const rows = Array.from({ length: days * count }, (_, i) => [i % days, Math.floor(i / days)] as const)
    .filter(() => gaps === 0 || !chance(gaps))
    .map(([t, s]) => names.map((name) => (columns.get(name) as Cell)(t, s)))
  const at = names.indexOf(target)
  if (chance(0.3)) for (const row of rows) if (chance(0.05)) row[at] = pick(['', 'NA', 'null'])
  const isBad = chance(0.15)
  if (isBad) rows[whole(0, rows.length - 1)][at] = pick(['#N/A', 'closed', '1,5', 'x', '12 EUR'])
  return {
    names,
    rows: chance(0.5) ? shuffled(rows, random) : rows,
    ...{ time, series: series.sort(), target, isBad },
    numbers,
  }
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const result = [...list]
  for (let i = result.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1))
    ;[result[i], result[other]] = [result[other], result[i]]
  }
  return result
}
