// Series that add up: sales of shops to those of regions and of the country. The bottom series are those of a panel; an
// aggregate is the sum of the bottom series that share the values of some columns of the id.

import { checkList, checkOptions, checkText, listNames, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Panel } from '../../series/index.ts'
import { checkPanel } from '../check.ts'

/** Options of a hierarchy. */
export interface HierarchyOptions {
  /** Names of the parts of an id, which are separated by `/`; default the columns that the panel's ids were made from. */
  columns?: readonly string[]
  /**
   * The levels above the bottom series: each names the columns that its aggregates share, and `[]` is the total. Default:
   * the total, then the first column, the first two, and so on.
   */
  levels?: readonly (readonly string[])[]
}

/** An aggregate of bottom series. */
export interface Aggregate {
  /** `total`, or columns with their values: `State=Victoria` or `State=Victoria/Purpose=Holiday`. */
  readonly id: string
  /** Indices of its bottom series. */
  readonly members: readonly number[]
}

/** Series that add up. It is plain data, so that JSON can keep it. */
export interface Hierarchy {
  /** Ids of the bottom series. */
  readonly bottom: readonly string[]
  /** The aggregates, level by level. */
  readonly aggregates: readonly Aggregate[]
}

/**
 * Finds the hierarchy of the series of a panel whose ids were made from several columns.
 *
 * @param panel - the bottom series
 * @returns the aggregates above them
 * @throws {GatecastError} `ERR_DATA` if ids do not have a part for each column, or an aggregate has the id of a series;
 * `ERR_RANGE` for a level with an unknown column
 * @see Hyndman and Athanasopoulos 2021, "Forecasting: Principles and Practice", chapter 11
 * @example
 * const shops = panelFromSeries(
 *   ['a/1', 'a/2', 'b/1'].map((id) => ({ id, start: '2020-01', values: Array.from({ length: 60 }, (_, t) => 20 + (t % 12)) })),
 *   { frequency: 'MS' },
 * )
 * const sums = hierarchy(shops, { columns: ['state', 'shop'] }) // total, each state, each shop
 */
export function hierarchy(panel: Panel, options: HierarchyOptions = {}): Hierarchy {
  checkPanel(panel)
  checkOptions('a hierarchy', options, ['columns', 'levels'])
  const columns = checkList('columns', options.columns ?? panel.names.series.split('/'))
  for (const column of columns) checkText('each of columns', column)
  const parts = panel.ids.map((id) => partsOf(id, columns))
  const levels = options.levels ?? columns.map((_, count) => columns.slice(0, count))
  const aggregates = checkList('levels', levels).flatMap((level) => aggregatesOf(level, columns, parts))
  const known = new Set(panel.ids)
  for (const { id } of aggregates) {
    if (!known.has(id)) {
      known.add(id)
      continue
    }
    throw new GatecastError(
      'ERR_DATA',
      `Expected aggregates with ids of their own, got "${id}" twice. Leave out a level`,
    )
  }
  return { bottom: [...panel.ids], aggregates }
}

/** The parts of an id. A `/` within a part is written `\/`, and a `\` is written `\\`. */
function partsOf(id: string, columns: readonly string[]): string[] {
  const parts = Array.from(id.matchAll(/(?:^|\/)((?:\\.|[^/\\])*)/g), ([, part]) => part.replace(/\\(.)/g, '$1'))
  if (parts.length === columns.length) return parts
  throw new GatecastError(
    'ERR_DATA',
    `Expected ids with ${columns.length} parts, ${columns.join('/')}, got "${id}" with ${parts.length}. Name its parts ` +
      "with columns, or read the panel with several columns as id: series: ['state', 'shop']",
  )
}

function aggregatesOf(level: readonly string[], columns: readonly string[], parts: readonly string[][]): Aggregate[] {
  const places = checkList('each of levels', level).map((column) => {
    const place = columns.indexOf(column)
    if (place >= 0) return place
    throw new GatecastError('ERR_RANGE', `Expected levels of ${listNames(columns)}, got "${column}"`)
  })
  const groups = new Map<string, number[]>()
  parts.forEach((own, series) => {
    const id = places.length === 0 ? 'total' : places.map((place) => `${columns[place]}=${own[place]}`).join('/')
    const members = groups.get(id)
    if (members) members.push(series)
    else groups.set(id, [series])
  })
  return Array.from(groups, ([id, members]) => ({ id, members }))
}

/** Ids of all series of a hierarchy: the aggregates, then the bottom series. */
export const idsOf = ({ aggregates, bottom }: Hierarchy): string[] => [...aggregates.map(({ id }) => id), ...bottom]

/** @throws {GatecastError} `ERR_TYPE` for a value that is no hierarchy, `ERR_RANGE` for a member that is no bottom series */
export function checkHierarchy(value: Hierarchy): void {
  if (!Array.isArray(value?.bottom) || !Array.isArray(value.aggregates))
    throw new GatecastError(
      'ERR_TYPE',
      'Expected a hierarchy with bottom and aggregates, as hierarchy(panel) returns it',
    )
  for (const id of [...value.bottom, ...Array.from(value.aggregates, (aggregate) => aggregate?.id)])
    if (typeof id !== 'string')
      throw new GatecastError('ERR_TYPE', `Expected ids of a hierarchy to be texts, got ${shown(id)}`)
  for (const { id, members } of value.aggregates)
    for (const member of checkList<number>(`members of "${id}"`, members))
      if (!Number.isInteger(member) || member < 0 || member >= value.bottom.length)
        throw new GatecastError(
          'ERR_RANGE',
          `Expected members of "${id}" to be indices of bottom series, got ${shown(member)}`,
        )
}
