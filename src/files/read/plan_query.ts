import { checkChoice, checkOptions, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkTableOptions, tableOptionNames } from '../../series/table/table_options.ts'
import { zoneOf } from '../../series/time/zone.ts'
import type { Part } from '../duckdb/relation.ts'
import { identifier, literal, literals } from '../duckdb/sql.ts'
import type { IdRange, Ids, Reading, SourceColumn } from '../source.ts'
import { idOf, kindOf, numberOutputs, type Selected, textOf, timeOutputs } from './column_sql.ts'
import type { Scan } from './scan.ts'
import { unpivoted } from './unpivot_wide.ts'

type Checked = ReturnType<typeof checkTableOptions>

/** How a covariate comes: numbers, texts, or numbers unless a text is none. */
export interface PlannedColumn {
  readonly name: string
  readonly at: number
  readonly as: 'number' | 'text'
}

/** A query for rows with what a panel needs of them: `id`, times, columns, each normalised. */
export interface Plan extends Checked {
  readonly columns: readonly PlannedColumn[]
  /** Names of the columns of {@link rows} but for `id`. */
  readonly outputs: readonly string[]
  /** A SELECT of the rows, of some series or all. */
  rows(ids?: Ids): string
  /** A SELECT of the columns as they are in the source, all rows, with the id as `gatecast id`. */
  original(): string
  readonly layout: 'long' | 'wide'
  readonly parts: readonly Part[]
  readonly format: Scan['format']
  readonly label: string
}

const readingOptions = [...tableOptionNames, 'layout', 'future'] as const

/** Checks roles against the columns that are there, and plans the query. */
export function planOf(where: string, history: Scan, future: Scan | undefined, reading: Reading): Plan {
  checkOptions(where, reading, readingOptions)
  const { layout, future: _, ...given } = reading
  const wide = checkChoice('layout', layout ?? 'long', ['long', 'wide'] as const) === 'wide'
  if (reading.time === undefined)
    throw new GatecastError(
      'ERR_DATA',
      `Expected the column of times for ${where}, got none. Name it: { time: "date" }`,
    )
  if (!wide && typeof reading.target !== 'string')
    throw new GatecastError(
      'ERR_DATA',
      `Expected a target, the column to forecast, got ${shown(reading.target)}. Name it: { target: "y" }`,
    )
  const parts = wide ? history.parts.map((part) => unpivoted(part, reading)) : history.parts
  const options = wide ? { ...given, series: wideName(reading), target: given.target ?? 'value' } : given
  const checked = parts.map((part) =>
    checkTableOptions(
      where,
      options,
      part.columns.map(({ name }) => name),
    ),
  )[0]
  const ahead = future ? futureParts(where, future, checked) : []
  const covariates = [
    checked.roles.target ?? '',
    ...checked.roles.known,
    ...checked.roles.observed,
    ...checked.roles.static,
  ]
  const columns = covariates.map((name, at) => ({
    name,
    at,
    as: isText(name, checked, parts) ? ('text' as const) : ('number' as const),
  }))
  const needsOrder = /first|last/.test(checked.duplicates) || !zoneOf(checked.timeZone).fixed
  const selects = [
    ...parts.map((part) => selectOf(part, checked, columns, checked.roles.static)),
    ...ahead.map((part) =>
      selectOf(
        part,
        checked,
        columns.filter(({ name }) => checked.roles.known.includes(name)),
        [],
      ),
    ),
  ]
  const outputs = [...new Set(selects.flatMap(({ outputs }) => [...outputs.keys()]))].sort()
  const rows = (ids?: Ids) => {
    const all = selects.map(({ from, id, outputs: own }) => {
      const list = outputs.map(
        (name) => `${own.get(name) ?? (/x/.test(name) ? 'null::varchar' : 'null::double')} as ${name}`,
      )
      const where = ids ? ` where ${withinIds(id, ids)}` : ''
      return `select ${[`${id} as id`, ...list].join(', ')} from ${from}${where}`
    })
    const union = all.join(' union all ')
    return needsOrder ? `select *, (row_number() over ())::double as r from (${union})` : union
  }
  const original = () =>
    selects
      .map(({ from, id, names }) => `select ${id} as "gatecast id", ${names.map(identifier)} from ${from}`)
      .join(' union all by name ')
  return {
    ...checked,
    columns,
    outputs: needsOrder ? [...outputs, 'r'] : outputs,
    rows,
    original,
    layout: wide ? 'wide' : 'long',
    parts: [...parts, ...ahead],
    format: history.format,
    label: history.label,
  }
}

function withinIds(id: string, ids: Ids): string {
  const within = ({ from, to }: IdRange) => `${id} between ${literal(from)} and ${literal(to)}`
  if ('from' in ids) return within(ids)
  if (ids.length && ids.every((one) => typeof one === 'object')) return `(${ids.map(within).join(' or ')})`
  return `${id} in (select unnest(${literals(ids as readonly string[])}::varchar[]))`
}

const wideName = ({ series }: Reading): string => (typeof series === 'string' ? series : 'series')

function futureParts(where: string, future: Scan, { roles, timeParts }: Checked): readonly Part[] {
  if (!roles.known.length)
    throw new GatecastError(
      'ERR_DATA',
      `Expected covariates known in the future for the future rows of ${where}, got none. Name them: { known: ["price"] }`,
    )
  for (const { columns } of future.parts)
    checkTableOptions(
      `${where} (future)`,
      { series: roles.series, time: timeParts, known: roles.known },
      columns.map(({ name }) => name),
    )
  return future.parts
}

const columnOf = (part: Part, name: string): SourceColumn =>
  part.columns.find((column) => column.name === name) as SourceColumn

/** Texts are needed of categories, and of static columns, where one text makes a category of all. */
function isText(name: string, { roles }: Checked, parts: readonly Part[]): boolean {
  const isNumber = parts.every((part) => kindOf(columnOf(part, name)) === 'number')
  if (roles.categorical.includes(name)) return true
  return roles.static.includes(name) && (!isNumber || roles.series.includes(name))
}

interface Select {
  readonly from: string
  readonly id: string
  readonly outputs: Selected
  /** Names of the columns that are read. */
  readonly names: readonly string[]
}

function selectOf(
  part: Part,
  { roles, timeParts, missing }: Checked,
  columns: readonly PlannedColumn[],
  fixed: readonly string[],
): Select {
  const markers = missing.filter((value) => typeof value === 'string')
  const outputs = new Map(timeOutputs(timeParts.map((name) => columnOf(part, name))))
  for (const { name, at, as } of columns) {
    const column = columnOf(part, name)
    const role =
      name === roles.target
        ? 'target'
        : fixed.includes(name)
          ? 'static'
          : roles.known.includes(name)
            ? 'known'
            : 'observed'
    const own = as === 'text' ? new Map([[`x${at}`, textOf(column)]]) : numberOutputs(at, column, markers, role)
    for (const [output, sql] of own) outputs.set(output, sql)
  }
  const names = [...new Set([...roles.series, ...timeParts, ...columns.map(({ name }) => name)])]
  return { from: part.from, id: idOf(roles.series.map((name) => columnOf(part, name))), outputs, names }
}
