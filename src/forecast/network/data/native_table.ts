import { binding, type ColumnData, type Table } from '../../../addon/index.ts'
import { GatecastError } from '../../../base/error.ts'
import { nearest } from '../../../base/nearest.ts'
import { target, weights as weightColumn } from '../../../models/index.ts'
import type { Column, Panel } from '../../../series/index.ts'
import type { Design } from '../design/design.ts'
import { type Code, type Codes, columnOf, findColumn, gapsOf, idColumn, translation } from './covariates.ts'
import { Cut, type Rows } from './cut.ts'
import { cyclePlaces } from './cycle_places.ts'
import { weightsIn } from './weights.ts'

type TableColumns = Record<string, ColumnData>

/**
 * Copies rows of a panel to a table in native memory, with the codes of `fit`. The target stays in double precision, and
 * covariates are standardised before they are rounded to float32: so a level far from 0 does not hide changes.
 *
 * @param weights - name of the column of weights, for a training
 * @throws {GatecastError} `ERR_DATA` naming the column, series and category or id that `fit` did not see,
 * `ERR_NOT_FINITE` naming the column, series and row of an infinite value
 */
export function nativeTable(
  panel: Panel,
  codes: Codes,
  { calendar, cycle, weighted }: Pick<Design, 'calendar' | 'cycle' | 'weighted'>,
  rows: Rows,
  weights?: string,
): Table {
  const cut = new Cut(panel, rows)
  const columns: TableColumns = {
    [target]: cut.fill(panel.target, new Float64Array(cut.size), (value) => value, Number.NaN),
    ...(weighted ? { [weightColumn]: weightsIn(cut, weights) } : {}),
    ...cut.waves(calendar),
    ...(cycle ? cyclePlaces(cut, cycle, codes.series ?? []) : {}),
  }
  for (const role of ['known', 'observed'] as const)
    for (const code of codes[role]) {
      const column = findColumn(role, code, panel[role])
      const number = coderOf(code, column, (series) => panel.ids[series])
      const empty = code.kind === 'categorical' ? new Int32Array(cut.size) : new Float32Array(cut.size)
      columns[columnOf(role, code.name)] = cut.fill(column, empty, number, 0)
      if (code.kind === 'numeric' && code.gaps)
        columns[gapsOf(role, code.name)] = cut.fill(column, new Float32Array(cut.size), gapOf, 1)
    }
  return new binding.Table(columns, cut.offsets, staticsOf(panel, codes))
}

const gapOf = (value: number): number => (Number.isNaN(value) ? 1 : 0)

/** A function that codes a value: numbers with mean 0 and deviation 1, 0 if missing; categories by their code. */
function coderOf(code: Code, column: Column, id: (series: number) => string) {
  if (code.kind === 'numeric')
    return (value: number, series: number, row?: number): number => {
      if (Math.abs(value) === Number.POSITIVE_INFINITY) throw infinite(code.name, value, id(series), row)
      return Number.isNaN(value) ? 0 : (value - code.mean) / code.deviation
    }
  const codes = translation(code, column)
  return (value: number, series: number): number => {
    if (Number.isNaN(value)) return 0
    if (codes[value] >= 0) return codes[value]
    const category = column.categories?.[value]
    throw new GatecastError(
      'ERR_DATA',
      `Expected categories of "${code.name}" that fit has seen (${some(code.categories)}), got ` +
        `${JSON.stringify(category)} in series "${id(series)}". Fit again with it, or map it to one of these`,
    )
  }
}

function infinite(name: string, value: number, id: string, row?: number): GatecastError {
  const place = row === undefined ? 'for' : `in row ${row} of`
  return new GatecastError(
    'ERR_NOT_FINITE',
    `Expected finite values of the covariate "${name}", got ${value} ${place} series "${id}". ` +
      'Use NaN for a missing value',
  )
}

const some = (names: readonly string[]): string =>
  names.slice(0, 8).join(', ') + (names.length > 8 ? `, ... ${names.length} of them` : '')

function staticsOf(panel: Panel, codes: Codes): TableColumns {
  const columns: TableColumns = {}
  for (const code of codes.static) {
    const column = findColumn('static', code, panel.static)
    const number = coderOf(code, column, (series) => panel.ids[series])
    const values = Array.from(column.values, (value, series) => number(value, series))
    columns[columnOf('static', code.name)] =
      code.kind === 'categorical' ? Int32Array.from(values) : Float32Array.from(values)
    if (code.kind === 'numeric' && code.gaps)
      columns[gapsOf('static', code.name)] = Float32Array.from(column.values, gapOf)
  }
  if (codes.ids) columns[idColumn] = idsOf(panel, codes.ids)
  return columns
}

function idsOf(panel: Panel, known: readonly string[]): Int32Array {
  const places = new Map(known.map((id, i) => [id, i]))
  return Int32Array.from(panel.ids, (id) => {
    const place = places.get(id)
    if (place !== undefined) return place
    throw new GatecastError(
      'ERR_DATA',
      `Expected series that fit has seen, because embedIds gives each an embedding, got "${id}". The nearest are ` +
        `${nearest(id, known)}. Fit again with this series, or without embedIds to forecast any series`,
    )
  })
}
