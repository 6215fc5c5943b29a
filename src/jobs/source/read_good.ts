// Panels to learn from and to test on, without the bad series: one among a million must not end a job.

import { GatecastError } from '../../base/error.ts'
import type { Reading, ReadPanelOptions, Source, Tables } from '../../files/index.ts'
import type { Panel } from '../../series/index.ts'
import type { RunOptions } from '../events.ts'
import { withoutBadSeries } from './bad_series.ts'

export interface Readable {
  readonly tables: Tables
  readonly source: Source
  readonly reading: Reading
}

/**
 * Reads series, without those that cannot be read or have fewer than two values; emits a note with what it leaves out.
 *
 * @param which - the series and other options of reading; default: all series
 * @param ids - gives their ids in ascending order; called only to find a bad series
 * @throws {GatecastError} the error of the first series if all of them are bad
 */
export async function readGood(
  { tables, source, reading }: Readable,
  which: ReadPanelOptions,
  ids: () => Promise<readonly string[]>,
  run: RunOptions,
): Promise<Panel> {
  const read = (some: readonly string[]) => tables.readPanel(source, reading, { ids: some })
  let panel: Panel
  try {
    panel = await tables.readPanel(source, reading, which)
  } catch (error) {
    if (!(error instanceof GatecastError)) throw error
    const all = await ids()
    const { good, bad } = await withoutBadSeries(all.length, (from, to) => read(all.slice(from, to)))
    if (good.length === 0) throw bad.length ? bad[0].error : error
    const wrong = new Set(bad.map(({ series }) => all[series]))
    panel = await read(all.filter((id) => !wrong.has(id)))
    const more = wrong.size > 1 ? ` and ${wrong.size - 1} more` : ''
    if (bad.length)
      run.onEvent?.({ type: 'note', text: `left out: series ${all[bad[0].series]}${more}. ${bad[0].error.message}` })
  }
  return withValues(panel, run)
}

/** Leaves out the series that no model can learn from. */
function withValues(panel: Panel, run: RunOptions): Panel {
  const isUsable = (series: number): boolean => {
    const history = panel.history(series)
    let observed = 0
    for (const value of history) {
      if (Math.abs(value) === Number.POSITIVE_INFINITY) return false
      if (!Number.isNaN(value)) observed++
    }
    return observed >= 2
  }
  const count = panel.channels?.length ?? 1
  const each = count > 1 ? ' in each target' : ''
  // A series stays with all its targets or goes with all of them: networks that mix read them together.
  const areUsable = (series: number): boolean => {
    const first = series - (series % count)
    return Array.from({ length: count }, (_, i) => first + i).every(isUsable)
  }
  const kept = panel.ids.map((_, series) => series).filter(areUsable)
  if (kept.length === panel.seriesCount) return panel
  if (kept.length === 0)
    throw new GatecastError('ERR_DATA', `Expected a series with two or more finite values${each}, got none`)
  const left = (panel.seriesCount - kept.length) / count
  run.onEvent?.({
    type: 'note',
    text: `left out: ${left.toLocaleString('en')} series with fewer than two values${each}`,
  })
  return panel.select(kept)
}
