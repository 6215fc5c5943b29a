// SQL for texts that are numbers or missing values. The rules are those of src/series/notation and read_values.ts; a test
// compares both on random texts.

import { type CheckedNotation, isPlain } from '../../series/notation/notation.ts'
import { escapePattern, type NumberRule, numberRule, spaces } from '../../series/notation/parse_number.ts'
import { missingMarkers } from '../../series/table/read_values.ts'
import { literal } from '../duckdb/sql.ts'

/**
 * A text as a double, null if it is no number in the notation. In the plain notation DuckDB also reads `1_000`, `inf` and
 * `nan`, and does not read hexadecimal numbers, unlike {@link isNumberSql}.
 */
export function numberSql(text: string, notation: CheckedNotation): string {
  if (isPlain(notation)) return `try_cast(${text} as double)`
  const rule = numberRule(notation)
  return `case when ${matches(text, rule.pattern)} then try_cast(${bareSql(text, rule)} as double) end`
}

/** Returns whether a text is a number in the notation. */
export const isNumberSql = (text: string, notation: CheckedNotation): string =>
  matches(text, numberRule(notation).pattern)

/** Returns whether a text stands for a missing value in a column of numbers. */
export function isMissingSql(text: string, notation: CheckedNotation): string {
  const { missing } = notation
  const texts = missing.filter((value) => typeof value === 'string')
  const codes = missing.filter((value) => typeof value === 'number' && Number.isFinite(value))
  const marked = isOneOfSql(text, [...missingMarkers, ...texts])
  if (!codes.length) return marked
  const coded = `list_contains([${codes.map((code) => `${code}::double`).join(', ')}], ${numberSql(text, notation)})`
  return `(${marked} or coalesce(${coded}, false))`
}

/** Returns whether a text is one of some texts, apart from spaces around it. A pattern takes less time than trimming. */
export const isOneOfSql = (text: string, texts: readonly string[]): string =>
  matches(text, `[${spaces}]*(?:${texts.map(escapePattern).join('|')})[${spaces}]*`)

const matches = (text: string, pattern: string): string => `regexp_full_match(${text}, ${literal(pattern)})`

/** A number that matches a rule, as DuckDB reads it. */
function bareSql(text: string, { removed, decimal }: NumberRule): string {
  // One-character texts are removed in one pass.
  const signs = removed.filter((one) => one.length === 1).join('')
  const words = removed.filter((one) => one.length > 1)
  const bare = words.reduce((sql, word) => `replace(${sql}, ${literal(word)}, '')`, text)
  return `translate(${bare}, ${literal(`${decimal}${signs}`)}, '.')`
}
