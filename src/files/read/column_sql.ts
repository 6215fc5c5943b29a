import { GatecastError } from '../../base/error.ts'
import { identifier, literals } from '../duckdb/sql.ts'
import type { SourceColumn } from '../source.ts'

export type Kind = 'number' | 'text' | 'date' | 'timestamp' | 'instant' | 'other'

const numberTypes = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM|BOOLEAN|"NULL")$/

/** What the values of a type are to a panel. */
export function kindOf({ type }: SourceColumn): Kind {
  if (numberTypes.test(type)) return 'number'
  if (/^(VARCHAR|JSON|UUID|ENUM\(.*\))$/.test(type)) return 'text'
  if (type === 'DATE') return 'date'
  if (/^TIMESTAMP(_S|_MS|_NS)?$/.test(type)) return 'timestamp'
  return type === 'TIMESTAMP WITH TIME ZONE' ? 'instant' : 'other'
}

/** Columns of a query by the names of {@link Outputs}. */
export type Selected = Map<string, string>

/** A column as text; whole numbers as JavaScript writes them, without a point. */
export function textOf(column: SourceColumn): string {
  const name = identifier(column.name)
  if (column.type === 'VARCHAR') return name
  if (!/^(FLOAT|DOUBLE)$/.test(column.type)) return `${name}::varchar`
  const whole = `${name} = trunc(${name}) and abs(${name}) < 1e15`
  return `case when isnan(${name}) then null when ${whole} then ${name}::bigint::varchar else ${name}::varchar end`
}

/**
 * Numbers under `n`. Of texts, those that DuckDB reads as JavaScript does; what is left over comes as text under `x`,
 * to be judged by the rules for all panels: markers of missing values, errors.
 */
export function numberOutputs(at: number, column: SourceColumn, missing: readonly string[], role: string): Selected {
  const name = identifier(column.name)
  const kind = kindOf(column)
  if (kind === 'number') return new Map([[`n${at}`, `${name}::double`]])
  if (kind !== 'text')
    throw new GatecastError(
      'ERR_TYPE',
      `Expected numbers in column "${column.name}" (${role}), got ${column.type}. Convert it in a query`,
    )
  const text = column.type === 'VARCHAR' ? name : `${name}::varchar`
  const number = `try_cast(${text} as double)`
  // DuckDB reads 1_000, inf and nan as numbers, and a marker of a missing value may look like one.
  const odd = `${number} is null or not isfinite(${number}) or contains(${text}, '_')`
  const marked = missing.length ? ` or list_contains(${literals(missing)}, trim(${text}))` : ''
  return new Map([
    [`n${at}`, number],
    [`x${at}`, `case when ${odd}${marked} then ${text} end`],
  ])
}

/**
 * Times, by what they are: `tw` milliseconds on the wall clock, `ti` milliseconds since 1970, `tn` numbers whose unit
 * is still open, `tx` texts. Of texts, plain ISO dates and times are read here; all others, and what does not fit,
 * come as text.
 */
export function timeOutputs(parts: readonly SourceColumn[]): Selected {
  if (parts.length > 1) return new Map([['tx', joined(parts)]])
  const [column] = parts
  const name = identifier(column.name)
  switch (kindOf(column)) {
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

/** A date in one column and a clock in another, as one text; none if one of them is missing. */
function joined(parts: readonly SourceColumn[]): string {
  const texts = parts.map((column) => `trim(${textOf(column)})`)
  return `case when ${texts.map((text) => `${text} <> ''`).join(' and ')} then ${texts.join(" || ' ' || ")} end`
}

/** The id of a series: names of several columns are joined as those of rows are (src/series/table/group_rows.ts). */
export function idOf(columns: readonly SourceColumn[]): string {
  if (columns.length === 0) return "'series'"
  if (columns.length === 1) return textOf(columns[0])
  const escaped = columns.map((column) => {
    const text = textOf(column)
    // An empty part would join to an id that looks whole.
    return `nullif(replace(replace(${text}, '\\', '\\\\'), '/', '\\/'), '')`
  })
  return escaped.join(" || '/' || ")
}
