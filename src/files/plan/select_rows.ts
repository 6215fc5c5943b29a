import type { CheckedOptions } from '../../series/table/table_options.ts'
import type { Relation } from '../duckdb/relation.ts'
import { literal, literals } from '../duckdb/sql.ts'
import type { Ids } from '../reading.ts'
import type { SourceColumn } from '../source.ts'
import { readWanted } from './check_wanted.ts'
import { idSql, isTextOutput, numberOutputs, type Outputs, textSql, timeOutputs } from './column_sql.ts'

/** The target or a covariate in a planned query. */
export interface PlannedColumn {
  readonly name: string
  /** The number of the column: its outputs are `n${at}` and `x${at}`. */
  readonly at: number
  /** `text`: every value is read as a text. `number`: as a number, and as a text if it is none. */
  readonly as: 'number' | 'text'
}

/** The expressions to select from one relation. */
export interface Select {
  /** SQL to put after FROM. */
  readonly from: string
  readonly id: string
  readonly outputs: Outputs
  /** Names of the columns that are read. */
  readonly names: readonly string[]
}

export const columnIn = (relation: Relation, name: string): SourceColumn =>
  relation.columns.find((column) => column.name === name) as SourceColumn

/**
 * Plans what to select from a relation.
 *
 * @param fixed - names of the static columns among the columns
 * @param planned - SQL that is true in a row of a future table
 */
export function planSelect(
  relation: Relation,
  { roles, timeColumns, notation, targets = [] }: CheckedOptions & { targets?: readonly string[] | undefined },
  columns: readonly PlannedColumn[],
  fixed: readonly string[],
  planned: string | undefined,
): Select {
  const roleOf = (name: string): string => {
    if (name === roles.target || targets.includes(name)) return 'target'
    if (fixed.includes(name)) return 'static'
    return roles.known.includes(name) ? 'known' : 'observed'
  }
  const outputs = new Map(timeOutputs(timeColumns.map((name) => columnIn(relation, name))))
  for (const { name, at, as } of columns) {
    const column = columnIn(relation, name)
    const own =
      as === 'text' ? new Map([[`x${at}`, textSql(column)]]) : numberOutputs(at, column, notation, roleOf(name))
    for (const [output, sql] of own) outputs.set(output, sql)
  }
  if (planned !== undefined) outputs.set('f', `case when ${planned} then 1 end::double`)
  const names = [...new Set([...roles.series, ...timeColumns, ...columns.map(({ name }) => name)])]
  return { from: relation.from, id: idSql(roles.series.map((name) => columnIn(relation, name))), outputs, names }
}

/** One SELECT of the rows of several relations; an output that one of them lacks is null there. */
export function selectRows(selects: readonly Select[], outputs: readonly string[], ids: Ids | undefined): string {
  const all = selects.map(({ from, id, outputs: own }) => {
    const list = outputs.map((name) => {
      const nothing = isTextOutput(name) ? 'null::varchar' : 'null::double'
      return `${own.get(name) ?? nothing} as ${name}`
    })
    const where = ids ? ` where ${withinIds(id, ids)}` : ''
    return `select ${[`${id} as id`, ...list].join(', ')} from ${from}${where}`
  })
  return all.join(' union all ')
}

function withinIds(id: string, wanted: Ids): string {
  const given = readWanted(wanted)
  if ('ids' in given) return `${id} in (select unnest(${literals(given.ids)}::varchar[]))`
  const within = given.ranges.map(({ from, to }) => `${id} between ${literal(from)} and ${literal(to)}`)
  return within.length === 1 ? within[0] : `(${within.join(' or ')})`
}
