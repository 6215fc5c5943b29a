import { identifier } from '../duckdb/sql.ts'
import type { Scan } from '../plan/scan_source.ts'
import type { SourceColumn } from '../source.ts'

/** The columns that all relations of a source have, and a SELECT of some of them over all rows. */
export interface SharedRows {
  readonly columns: readonly SourceColumn[]
  select(columns: readonly SourceColumn[]): string
}

export function sharedRows({ relations }: Scan): SharedRows {
  const [first, ...others] = relations.map(({ columns }) => columns)
  // If the types of files differ, every cell is read as a text.
  const columns = first.flatMap(({ name, type }) => {
    const same = others.map((columns) => columns.find((column) => column.name === name))
    if (same.some((column) => column === undefined)) return []
    return [{ name, type: same.every((column) => column?.type === type) ? type : 'VARCHAR' }]
  })
  const select = (some: readonly SourceColumn[]) => {
    const list = some.map(({ name, type }) =>
      others.length && type === 'VARCHAR' ? `${identifier(name)}::varchar as ${identifier(name)}` : identifier(name),
    )
    return relations
      .map(({ from }) => `select ${list.length ? list.join(', ') : 'null'} from ${from}`)
      .join(' union all ')
  }
  return { columns, select }
}
