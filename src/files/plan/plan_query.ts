import { checkChoice, checkOptions, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { NamedHolidays } from '../../series/calendar/holiday_values.ts'
import { type CheckedOptions, checkTableOptions, tableOptionNames } from '../../series/table/table_options.ts'
import { zoneOf } from '../../series/time/zone.ts'
import type { Relation } from '../duckdb/relation.ts'
import { identifier } from '../duckdb/sql.ts'
import type { Ids, Reading } from '../reading.ts'
import { duckdbTypeKind } from './column_sql.ts'
import type { Scan } from './scan_source.ts'
import { columnIn, type PlannedColumn, planSelect, type Select, selectRows } from './select_rows.ts'
import { splitReading } from './several_targets.ts'
import { unpivotWide, wideSeriesName, wideTargetName } from './unpivot_wide.ts'

/** A query for the rows of a panel: the id, the time and the columns with a role, in the outputs of {@link Outputs}. */
export interface Plan extends CheckedOptions {
  /** The target and the covariates. */
  readonly columns: readonly PlannedColumn[]
  /** The names of the targets, if there are several. In the roles, those after the first are observed covariates. */
  readonly targets?: readonly string[] | undefined
  readonly holidays?: NamedHolidays | undefined
  /** Names of the outputs of {@link rows}, without `id`. */
  readonly outputs: readonly string[]
  /** A SELECT of the rows, of some series or of all. */
  rows(ids?: Ids): string
  /** A SELECT of the columns as the source has them, for all rows, with the id as `gatecast id`. */
  original(): string
  /** Whether rows of a future table are among the rows; the output `f` marks them. */
  readonly hasPlan: boolean
  /** The future table in messages. */
  readonly futureLabel: string
  readonly layout: 'long' | 'wide'
  readonly relations: readonly Relation[]
  readonly format: Scan['format']
  /** The source in messages. */
  readonly label: string
}

const readingOptions = [...tableOptionNames, 'targets', 'layout', 'future', 'planned', 'holidays'] as const

/** The column that marks the rows of a future table in the files of {@link Tables.repartition}. */
export const plannedColumn = 'gatecast future'

/**
 * Checks the roles against the columns of a source, and plans the query for its rows.
 *
 * @param where - the function that was called, for messages
 * @param future - rows after the history, with the known covariates
 */
export function planQuery(where: string, history: Scan, future: Scan | undefined, given: Reading): Plan {
  const layout = checkReading(where, given)
  const { reading, targets } = splitReading(given)
  if (future && layout === 'wide')
    throw new GatecastError(
      'ERR_RANGE',
      `Expected no future table for ${where} in the wide layout, which has no covariates. Bring the rows into the long ` +
        'layout, and name the covariates under known',
    )
  const { layout: _, future: __, planned, holidays, ...table } = reading
  const isWide = layout === 'wide'
  const past = isWide ? history.relations.map((relation) => unpivotWide(relation, reading)) : history.relations
  const options = isWide ? { ...table, series: wideSeriesName(reading), target: wideTargetName(reading) } : table
  const [checked] = past.map((relation) => checkTableOptions(where, options, namesOf(relation)))
  const ahead = future ? checkFuture(where, future, checked) : []
  const { target = '', known, observed, static: fixed } = checked.roles
  const columns = [target, ...known, ...observed, ...fixed].map(
    (name, at): PlannedColumn => ({ name, at, as: isText(name, checked, past) ? 'text' : 'number' }),
  )
  const knownColumns = columns.filter(({ name }) => known.includes(name))
  const selects = [
    ...past.map((relation) =>
      planSelect(relation, { ...checked, targets }, columns, fixed, planned && identifier(planned)),
    ),
    ...ahead.map((relation) => planSelect(relation, checked, knownColumns, [], 'true')),
  ]
  const outputs = [...new Set(selects.flatMap((select) => [...select.outputs.keys()]))].sort()
  const needsOrder = /first|last/.test(checked.duplicates) || !zoneOf(checked.timeZone).fixed
  return {
    ...checked,
    columns,
    targets,
    holidays,
    outputs: needsOrder ? [...outputs, 'r'] : outputs,
    rows(ids) {
      const rows = selectRows(selects, outputs, ids)
      return needsOrder ? `select *, (row_number() over ())::double as r from (${rows})` : rows
    },
    original: () => selectOriginal(selects),
    hasPlan: outputs.includes('f'),
    futureLabel: labelOf(future?.label),
    layout,
    relations: [...past, ...ahead],
    format: history.format,
    label: history.label,
  }
}

/** @throws {GatecastError} `ERR_RANGE`, `ERR_DATA` naming the option */
export function checkReading(where: string, reading: Reading): 'long' | 'wide' {
  checkOptions(where, reading, readingOptions)
  const layout = checkChoice('layout', reading.layout ?? 'long', ['long', 'wide'])
  if (reading.time === undefined)
    throw new GatecastError(
      'ERR_DATA',
      `Expected the column of times for ${where}, got none. Name it: { time: "date" }`,
    )
  if (layout === 'long' && typeof reading.target !== 'string' && reading.targets === undefined)
    throw new GatecastError(
      'ERR_DATA',
      `Expected a target, the column to forecast, got ${shown(reading.target)}. Name it: { target: "y" }`,
    )
  return layout
}

function checkFuture(where: string, future: Scan, { roles, timeColumns }: CheckedOptions): readonly Relation[] {
  if (!roles.known.length)
    throw new GatecastError(
      'ERR_DATA',
      `Expected covariates known in the future for the future rows of ${where}, got none. Name them: { known: ["price"] }`,
    )
  const options = { series: roles.series, time: timeColumns, known: roles.known }
  for (const relation of future.relations) {
    checkTableOptions(where, options, namesOf(relation), labelOf(relation.label))
  }
  return future.relations
}

/** Sorted files hold the rows of a future table whose own name is not known any more. */
const labelOf = (label: string | undefined): string =>
  label === undefined ? 'the future table' : `the future table (${label})`

const namesOf = ({ columns }: Relation): string[] => columns.map(({ name }) => name)

/**
 * Returns whether a column is read as texts: a column of categories, or a static column that is not numbers in every
 * relation. One word in a static column makes categories of all its values.
 */
function isText(name: string, { roles }: CheckedOptions, relations: readonly Relation[]): boolean {
  const isNumber = relations.every((relation) => duckdbTypeKind(columnIn(relation, name)) === 'number')
  if (roles.categorical.includes(name)) return true
  return roles.static.includes(name) && (!isNumber || roles.series.includes(name))
}

const selectOriginal = (selects: readonly Select[]): string =>
  selects
    .map(({ from, id, names, outputs }) => {
      const planned = outputs.get('f')
      const flag = planned === undefined ? '' : `, ${planned}::boolean as ${identifier(plannedColumn)}`
      return `select ${id} as "gatecast id", ${names.map(identifier)}${flag} from ${from}`
    })
    .join(' union all by name ')
