import { parse } from 'csv-parse/sync'
import { GatecastError } from '../../base/error.ts'
import { type Connection, queryRows } from '../duckdb/connection.ts'
import { findFiles } from '../duckdb/find_files.ts'
import { consecutiveFiles, describeFiles, type Relation, unescapeGlob } from '../duckdb/relation.ts'
import { literal, literals, shortestNumber } from '../duckdb/sql.ts'
import type { Format } from './format.ts'

const copyOptions = `format csv, header true, quote '"', escape '"', timestampformat '%Y-%m-%dT%H:%M:%S.%gZ'`

/** CSV, and TSV with tabs as delimiter. */
export const csv: Format<'csv'> = {
  name: 'csv',
  extension: /\.(csv|tsv|txt)(\.(gz|zst))?$/i,
  folderEndings: ['.csv', '.tsv', '.csv.gz', '.tsv.gz'],
  async scan(connection, paths) {
    const files = await findFiles(connection, paths, csv.folderEndings)
    return { relations: await relationsByHeader(connection, files), files }
  },
  // Line 1 of the file holds the names of the columns.
  placeOf: (row) => `line ${row + 1}`,
  write: {
    copyOptions: {
      '.csv': copyOptions,
      '.csv.gz': `${copyOptions}, compression gzip`,
      '.tsv': `${copyOptions}, delim '\t'`,
    },
    outputEndings: ['.csv', '.csv.gz'],
    partFormat: 'csv',
    numberAsText: (value) => shortestNumber(value, (number) => `${number}::varchar`),
    fromFiles(paths) {
      const delimiter = isTabbed(paths[0]) ? '\t' : ','
      return `read_csv(${literals(paths)}, header=true, all_varchar=true, delim=${literal(delimiter)}, quote='"', escape='"')`
    },
  },
}

/**
 * Rules for reading CSV. DuckDB must not guess them from a sample of the rows, as later rows may differ. The first line
 * names the columns and shows the delimiter. Every field is a text, so that the id "007" keeps its zeros. A line with
 * more or fewer fields than the first is an error.
 */
const rules = `auto_detect=false, header=true, quote='"', escape='"', strict_mode=true, null_padding=false, ignore_errors=false, hive_types_autocast=false`

/** One relation for each run of files with the same header. */
async function relationsByHeader(connection: Connection, files: readonly string[]): Promise<Relation[]> {
  const headers: string[] = []
  for (const file of files) headers.push(await readHeader(connection, file))
  return Promise.all(
    consecutiveFiles(files, headers).map(({ key: header, files }) => {
      const delimiter = delimiterIn(header, files[0])
      const columns = columnsIn(header, delimiter, files[0]).map((name) => `${literal(name)}: 'VARCHAR'`)
      const options = `${rules}, delim=${literal(delimiter)}, columns={${columns.join(', ')}}`
      return describeFiles(connection, files, (some) => `read_csv(${literals(some)}, ${options})`)
    }),
  )
}

async function readHeader(connection: Connection, file: string): Promise<string> {
  // Without quotes, and with a delimiter that no header holds, DuckDB gives the whole line as one field.
  const line = `read_csv(${literal(file)}, auto_detect=false, header=false, delim=chr(1), quote='', escape='', columns={'line': 'VARCHAR'}, hive_partitioning=false)`
  const [first] = await queryRows(connection, `select line from ${line} limit 1`)
  if (typeof first?.line === 'string') return first.line
  throw new GatecastError(
    'ERR_DATA',
    `Expected a first line with names of columns in "${unescapeGlob(file)}", got an empty file`,
  )
}

const isTabbed = (file: string): boolean => /\.tsv(\.\w+)?$/i.test(file)

/** The delimiter that the header holds most often outside of quotes. */
function delimiterIn(header: string, file: string): string {
  if (isTabbed(file)) return '\t'
  const bare = header.replace(/"(?:[^"]|"")*"/g, '')
  const counts = [',', ';', '\t', '|'].map((sign) => ({ sign, count: bare.split(sign).length - 1 }))
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign
}

/** The names in the header, made unique: DuckDB takes names that differ only in case for the same name. */
function columnsIn(header: string, delimiter: string, file: string): string[] {
  let names: string[]
  try {
    names = parse(header, { delimiter, bom: true })[0] ?? []
  } catch (cause) {
    throw new GatecastError(
      'ERR_DATA',
      `Expected names of columns in line 1 of "${unescapeGlob(file)}", got ${header}`,
      { cause },
    )
  }
  const seen = new Set<string>()
  return names.map((given, index) => {
    let name = given.trim() || `column ${index + 1}`
    for (let copy = 2; seen.has(name.toLowerCase()); copy++) name = `${given.trim()} ${copy}`
    seen.add(name.toLowerCase())
    return name
  })
}
