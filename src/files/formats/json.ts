import { type CheckedNotation, isPlain } from '../../series/notation/notation.ts'
import { findFiles } from '../duckdb/find_files.ts'
import { describeFiles, describeRelation, shownFiles } from '../duckdb/relation.ts'
import { identifier, literal, literals, shortestNumber } from '../duckdb/sql.ts'
import type { Format } from './format.ts'

const copyOptions = `format json, dateformat '%Y-%m-%d', timestampformat '%Y-%m-%dT%H:%M:%S.%gZ'`

/** JSON: one array of objects, or one object in each line. */
export const json: Format<'json'> = {
  name: 'json',
  extension: /\.(json|jsonl|ndjson)(\.(gz|zst))?$/i,
  folderEndings: ['.json', '.jsonl', '.ndjson'],
  async scan({ connection, paths, notation }) {
    const files = await findFiles(connection, paths, json.folderEndings)
    const from = `read_json(${literals(files)}, hive_partitioning=false)`
    const { columns } = await describeRelation(connection, from, shownFiles(files))
    // Every field is read as a text: DuckDB takes types from the first rows and refuses later rows of other types.
    // In a notation with other marks, only JSON tells the number 1.5 from the text "1.5".
    const type = isPlain(notation) ? 'VARCHAR' : 'JSON'
    const fields = columns.map(({ name }) => `${literal(name)}: '${type}'`).join(', ')
    const fromFiles = (some: readonly string[]) => {
      const rows = `read_json(${literals(some)}, hive_types_autocast=false, columns={${fields}})`
      if (isPlain(notation)) return rows
      const texts = columns.map(({ name }) => jsonTextSql(identifier(name), notation))
      return `(select * replace (${texts.join(', ')}) from ${rows})`
    }
    return { relations: [await describeFiles(connection, files, fromFiles)], files }
  },
  placeOf: (row) => `row ${row}`,
  write: {
    copyOptions: { '.json': `${copyOptions}, array true`, '.jsonl': copyOptions, '.ndjson': copyOptions },
    outputEndings: ['.json', '.jsonl', '.ndjson'],
    // The types of the columns of JSON would have to be guessed from its values, and a part may be empty.
    partFormat: 'parquet',
    numberAsText: (value) => shortestNumber(value, (number) => `to_json(${number})`),
    fromFiles: (paths) => `read_json(${literals(paths)})`,
  },
}

/** A value of JSON as a text, with numbers written in the notation. */
const jsonTextSql = (name: string, { decimal }: CheckedNotation): string =>
  `case when json_type(${name}) = 'NULL' then null when json_type(${name}) in ('DOUBLE', 'BIGINT', 'UBIGINT')
   then replace(${name}::varchar, '.', '${decimal}') else ${name} ->> '$' end as ${name}`
