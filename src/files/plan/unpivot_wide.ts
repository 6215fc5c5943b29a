import { GatecastError } from '../../base/error.ts'
import { checkColumn, checkNames } from '../../series/check_columns.ts'
import { checkNotation } from '../../series/notation/notation.ts'
import type { Relation } from '../duckdb/relation.ts'
import { identifier } from '../duckdb/sql.ts'
import type { Reading } from '../reading.ts'
import type { SourceColumn } from '../source.ts'
import { duckdbTypeKind } from './column_sql.ts'

/** The name of the column of ids after a wide table has become a long one. */
export const wideSeriesName = ({ series }: Reading): string => (typeof series === 'string' ? series : 'series')

/** The name of the column of values after a wide table has become a long one. */
export const wideTargetName = ({ target }: Reading): string => target ?? 'value'

/**
 * Refuses covariates in the wide layout.
 *
 * @throws {GatecastError} `ERR_RANGE`
 */
export function checkWideRoles(roles: Pick<Reading, 'known' | 'observed' | 'static' | 'categorical'>): void {
  for (const role of ['known', 'observed', 'static', 'categorical'] as const)
    if (roles[role]?.length)
      throw new GatecastError(
        'ERR_RANGE',
        `Expected no columns under ${role} in the wide layout, where every column is a series. Bring covariates into the long layout`,
      )
}

/**
 * Turns a table with one column for each series into rows of id, time and value. An empty cell gives no row, as series
 * that start later or end earlier than others have empty cells.
 *
 * @throws {GatecastError} `ERR_RANGE` for covariates, `ERR_DATA` if there is no column of a series
 */
export function unpivotWide(relation: Relation, reading: Reading): Relation {
  const names = relation.columns.map(({ name }) => name)
  const time = checkNames('time', reading.time)
  for (const name of time) checkColumn('time', name, names)
  checkWideRoles(reading)
  const series = relation.columns.filter(({ name }) => !time.includes(name))
  if (!series.length)
    throw new GatecastError(
      'ERR_DATA',
      `Expected columns of series beside "${time.join('", "')}" in ${relation.label}, got none`,
    )
  const type = series.every((column) => duckdbTypeKind(column) === 'number') ? 'double' : 'varchar'
  const { decimal } = checkNotation(reading)
  const valueSql = (column: SourceColumn) => {
    const own = `${identifier(column.name)}::${type}`
    // Beside columns of texts, numbers become texts in the same notation.
    return type === 'varchar' && duckdbTypeKind(column) === 'number' ? `replace(${own}, '.', '${decimal}')` : own
  }
  const [id, value] = [wideSeriesName(reading), wideTargetName(reading)]
  const list = [...time.map(identifier), ...series.map((column) => `${valueSql(column)} as ${identifier(column.name)}`)]
  const on = series.map(({ name }) => identifier(name)).join(', ')
  return {
    label: relation.label,
    files: [],
    wide: relation,
    from: `(unpivot (select ${list.join(', ')} from ${relation.from}) on ${on} into name ${identifier(id)} value ${identifier(value)})`,
    columns: [
      ...relation.columns.filter(({ name }) => time.includes(name)),
      { name: id, type: 'VARCHAR' },
      { name: value, type: type.toUpperCase() },
    ],
  }
}
