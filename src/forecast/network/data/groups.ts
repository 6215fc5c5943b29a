// The series of a sample, for networks that mix series: all targets of one series, or all series of a panel.

import { GatecastError } from '../../../base/error.ts'
import { formatTime, type Panel } from '../../../series/index.ts'

/** More series in a sample would need more memory than a training has. */
const most = 1000

/**
 * The names of the series that a sample holds: the targets of the panel, or the ids of all its series.
 *
 * @param kind - the name of the network, for messages
 * @throws {GatecastError} `ERR_DATA` if the series of a sample do not have the same times, or are too many
 */
export function groupOf(panel: Panel, kind: string): readonly string[] {
  const names = panel.channels ?? panel.ids
  if (names.length > most)
    throw new GatecastError(
      'ERR_DATA',
      `Expected at most ${most} series for ${kind}, which reads all of them at once, got ${names.length}. Select some ` +
        `with panel.select(), or ${elsewhere}`,
    )
  for (let series = 0; series < panel.seriesCount; series++) checkTimes(panel, series, names.length, kind)
  return names
}

/**
 * Checks that a panel has the series that `fit` has seen, if the network mixes series.
 *
 * @throws {GatecastError} `ERR_DATA` naming the first series that differs
 */
export function checkGroup(panel: Panel, known: readonly string[] | undefined, kind: string): void {
  if (known !== undefined) checkSameGroup(groupOf(panel, kind), known, kind)
}

/** @throws {GatecastError} `ERR_DATA` naming the first series that differs */
export function checkSameGroup(names: readonly string[] = [], known: readonly string[] = [], kind: string): void {
  const place = known.findIndex((name, i) => name !== names[i])
  if (place < 0 && names.length === known.length) return
  const at = place < 0 ? known.length : place
  throw new GatecastError(
    'ERR_DATA',
    `Expected the ${known.length} series of fit in the same order for ${kind}, which mixes them, got ${names.length}: ` +
      `${quoted(names[at])} where ${quoted(known[at])} was. Fit again with these series, or ${elsewhere}`,
  )
}

const elsewhere = 'use a kind that reads each series by itself, for example patchTransformer'
const quoted = (name: string | undefined): string => (name === undefined ? 'nothing' : `"${name}"`)

function checkTimes(panel: Panel, series: number, together: number, kind: string): void {
  const first = series - (series % together)
  const { starts, lengths, ids } = panel
  if (starts[series] === starts[first] && lengths[series] === lengths[first]) return
  const span = (of: number): string => {
    const ends = [panel.times(of, 0, 1)[0], panel.times(of, lengths[of] - 1, lengths[of])[0]]
    return `"${ids[of]}" from ${ends.map((time) => formatTime(time, panel.timeZone, panel.frequency)).join(' to ')}`
  }
  throw new GatecastError(
    'ERR_DATA',
    `Expected series with the same times for ${kind}, which mixes them, got ${span(first)}, and ${span(series)}. Cut ` +
      `them to the same rows, or ${elsewhere}`,
  )
}
