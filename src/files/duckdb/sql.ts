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

/**
 * SQL that writes a DOUBLE as a text: whole numbers without a point (`45`), others with the fewest digits that give the
 * same number again.
 *
 * @param convert - gives the SQL that converts a number to the type of the text
 */
export const shortestNumber = (value: string, convert: (number: string) => string): string =>
  `case when ${value} = trunc(${value}) and abs(${value}) < 1e15 and not (${value} = 0 and signbit(${value})) then ${convert(`(${value})::bigint`)} ` +
  `else ${convert(`(${value})::double`)} end`
