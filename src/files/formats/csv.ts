import { GatecastError } from '../../base/error.ts'
import { type Connection, queryRows } from '../duckdb/connection.ts'
import { findFiles } from '../duckdb/find_files.ts'
import { consecutiveFiles, describeFiles, escapeGlob, type Relation, unescapeGlob } from '../duckdb/relation.ts'
import { literal, literals, shortestNumber } from '../duckdb/sql.ts'
import { type CsvHeader, findHeader } from '../input/csv_header.ts'
import { type CsvStart, checkLastLine, isReadable, readStart } from '../input/csv_text.ts'
import { lineOfRow } from '../input/line_of_row.ts'
import type { Format, Scanning } from './format.ts'

const copyOptions = `format csv, header true, quote '"', escape '"', timestampformat '%Y-%m-%dT%H:%M:%S.%gZ'`

/** CSV, and TSV with tabs as delimiter. */
export const csv: Format<'csv'> = {
  name: 'csv',
  extension: /\.(csv|tsv|txt)(\.(gz|zst))?$/i,
  folderEndings: ['.csv', '.tsv', '.csv.gz', '.tsv.gz'],
  async scan(given) {
    const files = await findFiles(given.connection, given.paths, csv.folderEndings)
    const readable: ReadableFile[] = []
    for (const file of files) readable.push(await readableFile(file, given))
    return { relations: await relationsByHeader(readable, given), files: readable.map(({ file }) => file) }
  },
  // Line 1 of the file holds the names of the columns. Relations of CSV know lines more exactly.
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
      const delimiter = /\.tsv$/i.test(paths[0]) ? '\t' : ','
      return `read_csv(${literals(paths)}, header=true, all_varchar=true, delim=${literal(delimiter)}, quote='"', escape='"')`
    },
  },
}

/**
 * Rules for reading CSV. DuckDB must not guess them from a sample of the rows, as later rows may differ. The header names
 * the columns. Every field is a text, so that the id "007" keeps its zeros. An empty field is missing, and `""` is an
 * empty text. A line with more or fewer fields than the header is an error. DuckDB reads a whole buffer before it looks for
 * an interrupt: one of 8 MB holds four lines of the longest length, which is the least that DuckDB wants.
 */
const rules = `auto_detect=false, buffer_size=8000000, header=true, quote='"', escape='"', allow_quoted_nulls=false, strict_mode=true, null_padding=false, ignore_errors=false, hive_types_autocast=false`

interface ReadableFile {
  /** The file, or the copy of it that DuckDB can read, as a glob. */
  readonly file: string
  readonly header: CsvHeader
}

async function readableFile(file: string, { connection, source, inputs }: Scanning): Promise<ReadableFile> {
  const path = unescapeGlob(file)
  const { lines, encoding, isUneven } = isReadable(path) ? await readStart(path) : await remoteLines(connection, file)
  if (isReadable(path)) await checkLastLine(path)
  const header = findHeader(lines, inputs.original(path), source)
  const { comment } = source
  if (comment === undefined && encoding === 'utf-8' && !isUneven && !inputs.isUneven(path)) return { file, header }
  if (!isReadable(path))
    throw new GatecastError('ERR_FILE', `Expected a local file without zstd for comment, got "${path}". Copy it first`)
  return { file: escapeGlob(await inputs.plainCsv(path, { delimiter: header.delimiter, comment })), header }
}

/** The first lines of a file that only DuckDB can open. */
async function remoteLines(connection: Connection, file: string): Promise<CsvStart> {
  // Without quotes, and with a delimiter that no header holds, DuckDB gives the whole line as one field.
  const line = `read_csv(${literal(file)}, auto_detect=false, header=false, delim=chr(1), quote='', escape='', columns={'line': 'VARCHAR'}, hive_partitioning=false)`
  const rows = await queryRows(connection, `select line from ${line} limit 30`)
  return { lines: rows.map((row) => `${row.line ?? ''}`), encoding: 'utf-8', isUneven: false }
}

/** One relation for each run of files with the same header. */
function relationsByHeader(
  files: readonly ReadableFile[],
  { connection, source, inputs }: Scanning,
): Promise<Relation[]> {
  const keys = files.map(({ header }) => JSON.stringify(header))
  const runs = consecutiveFiles(
    files.map(({ file }) => file),
    keys,
  )
  return Promise.all(
    runs.map(async ({ key, files }) => {
      const { names, delimiter, skipped } = JSON.parse(key) as CsvHeader
      const columns = uniqueNames(names).map((name) => `${literal(name)}: 'VARCHAR'`)
      const skip = skipped === 0 ? '' : `, skip=${skipped}`
      const options = `${rules}, delim=${literal(delimiter)}${skip}, columns={${columns.join(', ')}}`
      const relation = await describeFiles(connection, files, (some) => `read_csv(${literals(some)}, ${options})`)
      const lines = { delimiter, comment: source.comment }
      return {
        ...relation,
        lineOf: (file: string, row: number) => lineOfRow(inputs.fileOf(unescapeGlob(file)), row, skipped, lines),
      }
    }),
  )
}

/** The names in the header, made unique: DuckDB takes names that differ only in case for the same name. */
function uniqueNames(names: readonly string[]): string[] {
  const seen = new Set<string>()
  return names.map((given, index) => {
    let name = given.trim() || `column ${index + 1}`
    for (let copy = 2; seen.has(name.toLowerCase()); copy++) name = `${given.trim()} ${copy}`
    seen.add(name.toLowerCase())
    return name
  })
}
