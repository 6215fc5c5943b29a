import { GatecastError } from '../../base/error.ts'
import { checkColumn, checkNames } from '../../series/check_columns.ts'
import type { Part } from '../duckdb/relation.ts'
import { identifier } from '../duckdb/sql.ts'
import type { Reading } from '../source.ts'
import { kindOf } from './column_sql.ts'

/**
 * A table with one column for each series as rows of series, time and value. An empty cell is a row that is not there:
 * series that start later or end earlier than others have such cells.
 */
export function unpivoted(part: Part, reading: Reading): Part {
  const names = part.columns.map(({ name }) => name)
  const time = checkNames('time', reading.time)
  for (const name of time) checkColumn('time', name, names)
  for (const role of ['known', 'observed', 'static', 'categorical'] as const)
    if (reading[role]?.length)
      throw new GatecastError(
        'ERR_RANGE',
        `Expected no columns under ${role} in the wide layout, where every column is a series. Bring covariates into the long layout`,
      )
  const series = part.columns.filter(({ name }) => !time.includes(name))
  if (!series.length)
    throw new GatecastError(
      'ERR_DATA',
      `Expected columns of series beside "${time.join('", "')}" in ${part.label}, got none`,
    )
  const type = series.every((column) => kindOf(column) === 'number') ? 'double' : 'varchar'
  const [id, value] = [typeof reading.series === 'string' ? reading.series : 'series', reading.target ?? 'value']
  const list = [
    ...time.map(identifier),
    ...series.map(({ name }) => `${identifier(name)}::${type} as ${identifier(name)}`),
  ]
  const on = series.map(({ name }) => identifier(name)).join(', ')
  return {
    label: part.label,
    files: [],
    from: `(unpivot (select ${list.join(', ')} from ${part.from}) on ${on} into name ${identifier(id)} value ${identifier(value)})`,
    columns: [
      ...part.columns.filter(({ name }) => time.includes(name)),
      { name: id, type: 'VARCHAR' },
      { name: value, type: type.toUpperCase() },
    ],
  }
}
