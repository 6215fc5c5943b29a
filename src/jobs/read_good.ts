// Panels to learn from and to test on: without the series that cannot be read or hold nothing, as one of a million must
// not end a job.

import type { Reading, Source, Tables } from '../files/index.ts'
import { GatecastError } from '../native/error.ts'
import type { Panel } from '../series/index.ts'
import { withoutBadSeries } from './bad_series.ts'
import type { RunOptions } from './events.ts'

/**
 * Reads some series, or all, but for bad ones, which are said aloud.
 *
 * @param ids - ascending
 * @throws {GatecastError} the reason of the first series if all of them are bad
 */
export async function readGood(
  { tables, source, reading }: { tables: Tables; source: Source; reading: Reading },
  ids: readonly string[],
  isAll: boolean,
  run: RunOptions,
): Promise<Panel> {
  const read = (some: readonly string[]) => tables.readPanel(source, reading, { ids: some })
  let panel: Panel
  try {
    panel = await (isAll ? tables.readPanel(source, reading) : read(ids))
  } catch (error) {
    if (!(error instanceof GatecastError)) throw error
    const { good, bad } = await withoutBadSeries(ids.length, (from, to) => read(ids.slice(from, to)))
    if (good.length === 0) throw bad[0].error
    const wrong = new Set(bad.map(({ series }) => ids[series]))
    panel = await read(ids.filter((id) => !wrong.has(id)))
    const more = wrong.size > 1 ? ` and ${wrong.size - 1} more` : ''
    run.onEvent?.({ type: 'note', text: `left out: series ${ids[bad[0].series]}${more}. ${bad[0].error.message}` })
  }
  return usable(panel, run)
}

/** Without the series that no model can learn from. */
function usable(panel: Panel, run: RunOptions): Panel {
  const isUsable = (series: number): boolean => {
    const history = panel.history(series)
    let observed = 0
    for (const value of history) {
      if (Math.abs(value) === Number.POSITIVE_INFINITY) return false
      if (!Number.isNaN(value)) observed++
    }
    return observed >= 2
  }
  const kept = panel.ids.map((_, series) => series).filter(isUsable)
  if (kept.length === panel.seriesCount) return panel
  if (kept.length === 0)
    throw new GatecastError('ERR_DATA', 'Expected a series with two values or more, got none that has as many')
  const left = panel.seriesCount - kept.length
  run.onEvent?.({ type: 'note', text: `left out: ${left.toLocaleString('en')} series with fewer than two values` })
  return panel.select(kept)
}
