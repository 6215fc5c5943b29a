import { GatecastError } from '../../base/error.ts'

/** A name in SQL, quoted so that any characters in it stay part of the name. */
export function identifier(name: string): string {
  if (!name.includes('\0')) return `"${name.replaceAll('"', '""')}"`
  throw new GatecastError('ERR_DATA', `Expected names of columns and tables without a NUL, got ${JSON.stringify(name)}`)
}

/** A text in SQL. DuckDB takes queries as C strings, which end at a NUL: it is written as chr(0). */
export const literal = (text: string): string =>
  text
    .split('\0')
    .map((part) => `'${part.replaceAll("'", "''")}'`)
    .join(' || chr(0) || ')

/** A list of texts in SQL. */
export const literals = (texts: readonly string[]): string => `[${texts.map(literal).join(', ')}]`
