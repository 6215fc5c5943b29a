// Makes tables of many layouts.

import type { TextTable } from './rows_evidence.ts'

/** The cell of a column at day `t` in series `s`. */
type Cell = (t: number, s: number) => string | number | boolean

const DAY = 86_400_000
export const iso = (t: number): string => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
export const clock = (t: number): string => new Date(Date.UTC(2024, 0, 1) + (t * DAY) / 24).toISOString().slice(0, 19)
export const pick = <T>(list: readonly T[], at: number): T => list[at % list.length]

/** A table with a row for each day of each series. */
export function table(columns: Record<string, Cell>, series = 1, days = 28): TextTable {
  const names = Object.keys(columns)
  const rows = Array.from({ length: series * days }, (_, i) =>
    names.map((name) => `${columns[name](i % days, Math.floor(i / days))}`),
  )
  return { names, rows }
}

/** Puts a cell into a table, in line `line` of its file. */
export function withCell({ names, rows }: TextTable, name: string, line: number, cell: string): TextTable {
  const changed = rows.map((row, i) => (i === line - 2 ? row.map((own, at) => (names[at] === name ? cell : own)) : row))
  return { names, rows: changed }
}

export const date: Cell = (t) => iso(t)
export const sales: Cell = (t, s) => 100 + ((t * 7 + s * 5) % 23)
export const price: Cell = (t, s) => (9.5 + ((t * 3 + s) % 4) / 4).toFixed(2)
export const store: Cell = (_, s) => pick(['north', 'south', 'west'], s)
export const weekday: Cell = (t) => pick(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], t)
export const holiday: Cell = (t) => (t % 9 === 0 ? 'TRUE' : 'FALSE')
export const promo: Cell = (t, s) => Number((t + s) % 5 === 0)
export const comma: Cell = (t, s) => `${sales(t, s)},5`
export const grouped: Cell = (t, s) => `1,${sales(t, s)}`

export interface Layout {
  readonly title: string
  readonly table: TextTable
  /** The columns of time, series and target that are right. */
  readonly roles?: readonly [time: string, series: string | readonly string[] | undefined, target: string]
  /** The error, if the table has no or several answers. */
  readonly asks?: RegExp
  readonly notes?: readonly string[]
}

export const right = (title: string, own: TextTable, ...roles: NonNullable<Layout['roles']>): Layout => ({
  title,
  table: own,
  roles,
})
export const asks = (title: string, own: TextTable, message: RegExp): Layout => ({ title, table: own, asks: message })
