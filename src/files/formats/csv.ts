import { parse } from 'csv-parse/sync'
import { GatecastError } from '../../base/error.ts'
import { type Connection, rowsOf } from '../duckdb/connection.ts'
import { type Part, partOf, unescapeGlob } from '../duckdb/relation.ts'
import { literal, literals } from '../duckdb/sql.ts'

/**
 * How CSV is read: nothing is guessed from a sample, which may miss what comes later. The first line names the columns
 * and shows the delimiter, every field is a text (an id "007" must stay one), and a line of another length is an error.
 */
const rules = `auto_detect=false, header=true, quote='"', escape='"', strict_mode=true, null_padding=false, ignore_errors=false, hive_types_autocast=false`

/** Files one after another that have the same header. */
export async function csvParts(connection: Connection, files: readonly string[]): Promise<Part[]> {
  const runs: { header: string; files: string[] }[] = []
  for (const file of files) {
    const header = await headerOf(connection, file)
    if (runs.at(-1)?.header === header) runs[runs.length - 1].files.push(file)
    else runs.push({ header, files: [file] })
  }
  return Promise.all(
    runs.map(({ header, files }) => {
      const delimiter = delimiterOf(header, files[0])
      const columns = columnsIn(header, delimiter, files[0]).map((name) => `${literal(name)}: 'VARCHAR'`)
      const options = `${rules}, delim=${literal(delimiter)}, columns={${columns.join(', ')}}`
      return partOf(connection, files, (some) => `read_csv(${literals(some)}, ${options})`)
    }),
  )
}

async function headerOf(connection: Connection, file: string): Promise<string> {
  // A line as it is: with a delimiter that no header has, and no quotes.
  const line = `read_csv(${literal(file)}, auto_detect=false, header=false, delim=chr(1), quote='', escape='', columns={'line': 'VARCHAR'}, hive_partitioning=false)`
  const [first] = await rowsOf(connection, `select line from ${line} limit 1`)
  if (typeof first?.line === 'string') return first.line
  throw new GatecastError(
    'ERR_DATA',
    `Expected a first line with names of columns in "${unescapeGlob(file)}", got an empty file`,
  )
}

/** The sign that parts the names, outside of quotes. */
function delimiterOf(header: string, file: string): string {
  if (/\.tsv(\.\w+)?$/i.test(file)) return '\t'
  const bare = header.replace(/"(?:[^"]|"")*"/g, '')
  const counts = [',', ';', '\t', '|'].map((sign) => ({ sign, count: bare.split(sign).length - 1 }))
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign
}

/** The names of the header; DuckDB holds names that differ by case only for the same. */
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
