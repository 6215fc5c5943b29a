import { GatecastError } from '../../base/error.ts'
import type { CheckedNotation } from '../../series/notation/notation.ts'
import { identifier } from '../duckdb/sql.ts'
import type { SourceColumn } from '../source.ts'
import { isMissingSql, isNumberSql, isOneOfSql, numberSql } from './number_sql.ts'

/** The kinds of DuckDB's types that are read in different ways. */
export type TypeKind = 'number' | 'text' | 'date' | 'timestamp' | 'instant' | 'other'

const numberTypes = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM|BOOLEAN|"NULL")$/

export function duckdbTypeKind({ type }: SourceColumn): TypeKind {
  if (numberTypes.test(type)) return 'number'
  if (/^(VARCHAR|JSON|UUID|ENUM\(.*\))$/.test(type)) return 'text'
  if (type === 'DATE') return 'date'
  if (/^TIMESTAMP(_S|_MS|_NS)?$/.test(type)) return 'timestamp'
  return type === 'TIMESTAMP WITH TIME ZONE' ? 'instant' : 'other'
}

/**
 * SQL expressions by the names of their outputs. The names of a planned query:
 *
 * | output | |
 * |---|---|
 * | `n0`, `n1`, ... | numbers of column 0, 1, ... |
 * | `x0`, `x1`, ... | texts of column 0, 1, ... |
 * | `tw` | times on the wall clock, in milliseconds as if in UTC |
 * | `ti` | instants, in milliseconds since 1970 UTC |
 * | `tn` | times as numbers whose unit is not known yet |
 * | `tx` | times as texts |
 * | `f` | 1 in a row of the future table, else null |
 * | `r` | the number of the row in the source, if the order of rows matters |
 */
export type Outputs = Map<string, string>

/** Returns whether an output of a planned query holds texts. The others hold doubles. */
export const isTextOutput = (output: string): boolean => output.includes('x')

/** A column as text; whole numbers without a decimal point, as JavaScript writes them. */
export function textSql(column: SourceColumn): string {
  const name = identifier(column.name)
  if (column.type === 'VARCHAR') return name
  if (!/^(FLOAT|DOUBLE)$/.test(column.type)) return `${name}::varchar`
  const whole = `${name} = trunc(${name}) and abs(${name}) < 1e15`
  return `case when isnan(${name}) then null when ${whole} then ${name}::bigint::varchar else ${name}::varchar end`
}

/**
 * A column of numbers. From a column of texts, `n` has those that DuckDB reads as JavaScript does, and `x` has the
 * others: markers of missing values and errors, which the rules for all panels judge later.
 *
 * @param notation - how its texts are written
 * @param role - role of the column, for messages
 */
export function numberOutputs(at: number, column: SourceColumn, notation: CheckedNotation, role: string): Outputs {
  const name = identifier(column.name)
  const kind = duckdbTypeKind(column)
  if (kind === 'number') return new Map([[`n${at}`, `${name}::double`]])
  if (kind !== 'text')
    throw new GatecastError(
      'ERR_TYPE',
      `Expected numbers in column "${column.name}" (${role}), got ${column.type}. Convert it in a query`,
    )
  const text = column.type === 'VARCHAR' ? name : `${name}::varchar`
  const number = numberSql(text, notation)
  // DuckDB reads 1_000, inf and nan as numbers, and a marker of a missing value may be a number, for example -200.
  const odd = `${number} is null or not isfinite(${number}) or contains(${text}, '_')`
  const missing = notation.missing.filter((value) => typeof value === 'string')
  const marked = missing.length ? ` or ${isOneOfSql(text, missing)}` : ''
  return new Map([
    [`n${at}`, number],
    [`x${at}`, `case when ${odd}${marked} then ${text} end`],
  ])
}

/**
 * The times, in the outputs `tw`, `ti`, `tn` and `tx`. DuckDB reads plain ISO dates and times; all other texts come as
 * texts.
 *
 * @param columns - the column of times, or columns whose texts are joined to one time
 */
export function timeOutputs(columns: readonly SourceColumn[]): Outputs {
  if (columns.length > 1) return new Map([['tx', joinedTextSql(columns)]])
  const [column] = columns
  const name = identifier(column.name)
  switch (duckdbTypeKind(column)) {
    case 'date':
      return new Map([['tw', `case when isfinite(${name}) then (${name} - date '1970-01-01') * 864e5 end`]])
    case 'timestamp':
      return new Map([['tw', `epoch_ms(${name}::timestamp)::double`]])
    case 'instant':
      return new Map([['ti', `epoch_ms(${name})::double`]])
    case 'number':
      return new Map([['tn', `${name}::double`]])
    case 'text': {
      const text = column.type === 'VARCHAR' ? name : `${name}::varchar`
      const date = `try_strptime(${text}, '%Y-%m-%d')`
      const clock = `coalesce(try_strptime(${text}, '%Y-%m-%d %H:%M:%S'), try_strptime(${text}, '%Y-%m-%dT%H:%M:%S'))`
      const plain = `case when ${text}[5:5] <> '-' then null when length(${text}) = 10 then ${date} when length(${text}) = 19 then ${clock} end`
      return new Map([
        ['tw', `epoch_ms(${plain})::double`],
        ['tx', `case when ${plain} is null then ${text} end`],
      ])
    }
    default:
      throw new GatecastError(
        'ERR_TYPE',
        `Expected times in column "${column.name}" (time), got ${column.type}. Convert it in a query`,
      )
  }
}

/**
 * The texts of several columns joined by spaces, for example a date and a time of day; null if one of them is missing.
 */
export function joinedTextSql(columns: readonly SourceColumn[]): string {
  const texts = columns.map((column) => `trim(${textSql(column)})`)
  return `case when ${texts.map((text) => `${text} <> ''`).join(' and ')} then ${texts.join(" || ' ' || ")} end`
}

/** The id of a series. Several columns are joined as `joinId` in src/series/table/series_id.ts joins them. */
export function idSql(columns: readonly SourceColumn[]): string {
  if (columns.length === 0) return "'series'"
  if (columns.length === 1) return textSql(columns[0])
  const escaped = columns.map((column) => {
    const text = textSql(column)
    // If one of the names is missing in a row, the row has no id.
    return `nullif(replace(replace(${text}, '\\', '\\\\'), '/', '\\/'), '')`
  })
  return escaped.join(" || '/' || ")
}

/** Returns whether a text is neither a number nor a marker of a missing value. */
export const isWordSql = (text: string, notation: CheckedNotation): string =>
  `not ${isMissingSql(text, notation)} and not ${isNumberSql(text, notation)}`

/**
 * A hash of the rows of a group. It is a sum of hashes, so that the order of rows does not matter and a row that comes
 * twice counts twice. The hashes are made signed, because DuckDB sums signed numbers in half the time.
 */
export const digestSql = (columns: readonly string[]): string => `sum((hash(${columns.join(', ')}) >> 1)::bigint)`
