import { stepsBetween } from 'gatecast'
import { Tables } from 'gatecast/files'

/**
 * Reads tables as a panel.
 *
 * @param {string} path
 * @param {import('gatecast').TableOptions & { series: string, time: string, target: string, observed?: string[] }} columns
 */
export async function readPanel(path, columns) {
  const tables = await Tables.open()
  try {
    return await tables.readPanel({ path }, columns)
  } finally {
    await tables.close()
  }
}

/**
 * The time of the newest row of all series, in milliseconds.
 *
 * @param {import('gatecast').Panel} panel
 */
export const newestTime = (panel) =>
  Math.max(...panel.ids.map((_, series) => panel.times(series, panel.lengths[series] - 1, panel.lengths[series])[0]))

/**
 * The panel as it was at a time: rows after it are no history.
 *
 * @param {import('gatecast').Panel} panel
 * @param {number} time
 */
export const until = (panel, time) =>
  panel.cut((series) => {
    const rows = stepsBetween(panel.starts[series], time, panel.frequency, panel.timeZone) + 1
    return Math.min(Math.max(rows, 0), panel.lengths[series])
  })
