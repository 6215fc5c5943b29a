import { defined } from '../../base/defined.ts'
import { Tables } from '../../files/index.ts'
import { terminalChart } from '../../report/index.ts'
import type { RunOptions } from '../events.ts'
import { partPath } from '../output/paths.ts'
import { historiesOf } from './histories_of.ts'
import { finishedState, idsIn, onClockOf, outputReading, readForecast } from './read_output.ts'

/**
 * Draws the first series of a finished output for a terminal: the end of its history, its forecast and the widest
 * interval.
 *
 * @returns the id of the series, and lines of text; `undefined` if the output has no forecast
 */
export async function chartOfOutput(
  out: string,
  { inputs, signal }: RunOptions,
): Promise<{ series: string; text: string } | undefined> {
  const { paths, job } = await finishedState(out)
  const written = idsIn(paths, job)
  const first = { path: paths.file ?? partPath(paths, 0) }
  const tables = await Tables.open(defined({ inputs, signal }))
  try {
    const [id] = (await tables.survey(first, await outputReading(tables, first, job))).ids
    if (id === undefined) return undefined
    const forecast = await readForecast(tables, first, job, [written.restore(id)], written)
    const { panel } = await historiesOf(tables, job, forecast.ids, inputs)
    const [series] = forecast.ids
    return { series, text: terminalChart(onClockOf(panel, forecast), series, defined({ panel })) }
  } finally {
    await tables.close()
  }
}
