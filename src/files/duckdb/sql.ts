import { GatecastError } from '../../base/error.ts'

/** A name in SQL. Whatever it holds, it stays one name. */
export function identifier(name: string): string {
  if (!name.includes('\0')) return `"${name.replaceAll('"', '""')}"`
  throw new GatecastError('ERR_DATA', `Expected names of columns and tables without a NUL, got ${JSON.stringify(name)}`)
}

/** A text in SQL. DuckDB takes queries as C strings, so a NUL must not stand in one. */
export const literal = (text: string): string =>
  text
    .split('\0')
    .map((part) => `'${part.replaceAll("'", "''")}'`)
    .join(' || chr(0) || ')

/** A list of texts in SQL. */
export const literals = (texts: readonly string[]): string => `[${texts.map(literal).join(', ')}]`
