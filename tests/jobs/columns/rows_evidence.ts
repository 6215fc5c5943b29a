// The answers of `Tables.evidence`, computed from rows in memory by the plainest code.

import type { ColumnProfile, CrossRow, SourceEvidence } from '../../../src/files/index.ts'
import { plainNotation } from '../../../src/series/notation/notation.ts'
import { missingMarkers, toNumber } from '../../../src/series/table/read_values.ts'
import { isTimeText } from '../../../src/series/time/parse/is_time_text.ts'

export interface TextTable {
  readonly names: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The lines of a CSV file without quotes. */
export function textTable(lines: readonly string[]): TextTable {
  const [names, ...rows] = lines.map((line) => line.split(','))
  return { names, rows }
}

export const csvOf = ({ names, rows }: TextTable): string =>
  [names, ...rows].map((cells) => `${cells.map(quotedCell).join(',')}\n`).join('')

const quotedCell = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

export function rowsEvidence({ names, rows }: TextTable): SourceEvidence {
  // DuckDB reads an empty field as a missing value.
  const cellsOf = (name: string) => rows.map((row) => row[names.indexOf(name)] || null)
  const lineOf = (row: number) => `line ${row + 2}`
  const placed = (cells: readonly (string | null)[], test: (cell: string | null) => boolean) =>
    cells.flatMap((cell, row) => (test(cell) ? [{ line: lineOf(row), cell: cell ?? '' }] : []))
  const pairsOf = (time: readonly string[], ids: readonly string[]): CrossRow[] => {
    const times = time.map(cellsOf)
    const cells = ids.map(cellsOf)
    return rows.flatMap((_, row) => {
      const parts = times.map((column) => column[row])
      if (parts.includes(null)) return []
      return [{ time: parts.join(' '), cells: cells.map((column) => column[row]) }]
    })
  }
  const isMissing = (cell: string | null) => cell === null || missingMarkers.includes(cell.trim())
  const isNumber = (cell: string | null) => Number.isFinite(toNumber(cell))
  return {
    notation: plainNotation,
    columns: names.map((name): ColumnProfile => {
      const cells = cellsOf(name)
      return {
        ...{ name, type: 'VARCHAR', rows: rows.length },
        missing: cells.filter(isMissing).length,
        empty: cells.filter((cell) => cell === null || cell === '').length,
        numbers: cells.filter((cell) => !isMissing(cell) && isNumber(cell)).length,
        odd: placed(cells, (cell) => !isMissing(cell) && !isNumber(cell)).slice(0, 3),
        distinct: new Set(cells).size,
        values: cells.slice(0, 200),
      }
    }),
    async oddTimes(column) {
      const odd = placed(cellsOf(column), (cell) => cell === null || !isTimeText(cell))
      return { rows: rows.length, count: odd.length, cells: odd.slice(0, 3) }
    },
    async repeats(time, ids) {
      const pairs = pairsOf(time, ids).filter(({ cells }) => !cells.includes(null))
      const counts = new Map<string, CrossRow[]>()
      for (const pair of pairs) {
        const key = JSON.stringify(pair)
        counts.set(key, [...(counts.get(key) ?? []), pair])
      }
      const repeated = [...counts.values()].filter((some) => some.length > 1).map(([first]) => first)
      return {
        rows: pairs.length,
        pairs: counts.size,
        series: new Set(pairs.map(({ cells }) => JSON.stringify(cells))).size,
        times: new Set(pairs.map(({ time: at }) => at)).size,
        most: Math.max(0, ...[...counts.values()].map(({ length }) => length)),
        repeated: [...new Set(repeated.map(({ time: at }) => at))].sort(),
        ...(repeated.length ? { example: repeated[0] } : {}),
      }
    },
    async crossSection(time, columns) {
      const all = pairsOf(time, columns)
      const first = new Set(all.slice(0, 20).map(({ time: at }) => at))
      return all.filter(({ time: at }) => first.has(at))
    },
    async constantWithin(ids, columns) {
      const keys = ids.map(cellsOf)
      return columns.filter((name) => {
        const seen = new Map<string, string | null>()
        return cellsOf(name).every((cell, row) => {
          const key = JSON.stringify(keys.map((column) => column[row]))
          if (!seen.has(key)) seen.set(key, cell)
          return seen.get(key) === cell
        })
      })
    },
  }
}
