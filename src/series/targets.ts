// Panels with several targets. Each target is a series of its own, so that everything that reads series reads targets.

import { GatecastError } from '../base/error.ts'
import { checkNames } from './check_columns.ts'
import type { Column, PanelParts, StaticColumn } from './panel/panel_parts.ts'
import { selectSeries } from './panel/select_series.ts'
import { joinId, splitId } from './table/series_id.ts'

/** The columns that a panel with several targets has for the value and for the name of a target. */
export const targetNames = { value: 'value', target: 'target' }

/**
 * The parts of a panel whose targets are several numeric columns of `panel`: its target and observed covariates. The
 * target of `panel`, if it is not among them, becomes an observed covariate.
 *
 * @throws {GatecastError} `ERR_DATA` for a column that cannot be a target, `ERR_RANGE` for a name that is given twice
 */
export function splitTargets(panel: PanelParts, given: readonly string[]): Partial<PanelParts> {
  const targets = checkTargets(panel, given)
  const others = [panel.target, ...panel.observed].filter(({ name }) => !targets.some((one) => one.name === name))
  checkFreeNames([...namesOf([...others, ...panel.known, ...panel.static]), panel.names?.series, panel.names?.time])
  const channels = targets.map(({ name }) => name)
  const count = targets.length
  const repeated = selectSeries(
    { ...panel, target: targets[0], observed: others },
    panel.ids.flatMap((_, series) => channels.map(() => series)),
  ) as PanelParts
  const { offsets } = repeated
  const values = new Float64Array(offsets[repeated.ids.length])
  repeated.ids.forEach((_, series) => {
    const from = Math.floor(series / count)
    const own = targets[series % count].values.subarray(panel.offsets[from], panel.offsets[from + 1])
    values.set(own, offsets[series])
  })
  const which: StaticColumn = {
    ...{ name: targetNames.target, kind: 'categorical', categories: channels },
    values: Float64Array.from(repeated.ids, (_, series) => series % count),
  }
  return {
    ...repeated,
    ids: repeated.ids.map((id, series) => targetId(panel, id, channels[series % count])),
    target: { name: targetNames.value, kind: 'numeric', values },
    static: [...repeated.static, which],
    channels,
  }
}

function checkTargets({ target, known, observed, static: fixed, channels }: PanelParts, given: readonly string[]) {
  if (channels)
    throw new GatecastError('ERR_DATA', `Expected a panel with one target, got one with ${channels.join(', ')}`)
  const wanted = checkNames('targets', given)
  if (wanted.length === 0) throw new GatecastError('ERR_RANGE', 'Expected one target or more, got none')
  const twice = wanted.find((name, i) => wanted.indexOf(name) < i)
  if (twice !== undefined) throw new GatecastError('ERR_RANGE', `Expected targets that differ, got "${twice}" twice`)
  return wanted.map((name): Column => {
    const found = [target, ...observed].find((column) => column.name === name)
    if (found?.kind === 'numeric') return found
    const other = known.some((column) => column.name === name) ? 'a known' : 'a static'
    const elsewhere = [...known, ...fixed].some((column) => column.name === name)
    const got = found ? 'a column of categories' : elsewhere ? `${other} covariate` : 'no such column'
    throw new GatecastError(
      'ERR_DATA',
      `Expected the target or a numeric observed covariate for the target "${name}", got ${got}. The panel has ` +
        [target, ...observed].map((column) => `"${column.name}"`).join(', '),
    )
  })
}

const namesOf = (columns: readonly Column[]): string[] => columns.map(({ name }) => name)

/**
 * Checks the names of the columns beside several targets.
 *
 * @throws {GatecastError} `ERR_DATA` if another column has the name of a column that is to be made
 */
export function checkFreeNames(taken: readonly (string | undefined)[]): void {
  const found = taken.find((name) => name === targetNames.value || name === targetNames.target)
  if (found === undefined) return
  throw new GatecastError(
    'ERR_DATA',
    `Expected no column "${found}" beside several targets, whose columns are "${targetNames.target}" and "${targetNames.value}". ` +
      'Rename the column',
  )
}

/** The id of a target: that of its series, and its name. If no column names the series, the name is the id. */
function targetId({ names: own, ids }: PanelParts, id: string, target: string): string {
  const series = own?.series ?? 'series'
  if (series === 'series' && ids.length === 1 && id === 'series') return target
  return idOfTarget(series, id, target)
}

/**
 * The id of a target of a series that a column names.
 *
 * @param series - the name of the column, or of several joined by slashes
 */
export const idOfTarget = (series: string, id: string, target: string): string =>
  joinId([...(series.includes('/') ? splitId(id) : [id]), target])

/**
 * The series that each target belongs to, and the name of the target, for tables with a row for each time step.
 *
 * @param ids - ids of targets
 * @param channels - names of the targets of one series
 */
export function namesOfTargets(ids: readonly string[], channels: readonly string[]): { id: string; target: string }[] {
  return ids.map((full, series) => {
    const target = channels[series % channels.length]
    return { id: full === target ? 'series' : joinId(splitId(full).slice(0, -1)), target }
  })
}

/**
 * The columns of a table that name the series of each row, and its target if the series have several.
 *
 * @param name - the name of the column of series
 * @param rows - number of rows of each series
 */
export function nameColumns(
  name: string,
  { ids, channels }: Pick<PanelParts, 'ids' | 'channels'>,
  rows: (series: number) => number,
): Record<string, string[]> {
  const named = channels && namesOfTargets(ids, channels)
  let count = 0
  for (let series = 0; series < ids.length; series++) count += rows(series)
  const perRow = (values: readonly string[]): string[] => {
    const column = new Array<string>(count)
    let to = 0
    values.forEach((value, series) => {
      for (const end = to + rows(series); to < end; to++) column[to] = value
    })
    return column
  }
  const targets = named ? { [targetNames.target]: perRow(named.map(({ target }) => target)) } : {}
  return { [name]: perRow(named?.map(({ id }) => id) ?? ids), ...targets }
}
