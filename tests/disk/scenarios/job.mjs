// A job that trains a network, registers it, forecasts in parts, one series by a fallback, and writes its page and its log.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { jobOf, logEvents, openLog, runJob } from '../../../dist/js/jobs.js'

const day = (t) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
const rows = Array.from({ length: 6 }, (_, i) =>
  Array.from(
    { length: 40 },
    (_, t) => `s${i},${day(t)},${Math.round(100 * (20 + i + 5 * Math.sin(t * 0.9 + i))) / 100}`,
  ),
)
const text = ['shop,date,sales', ...rows.flat(), `short,${day(0)},1`, ''].join('\n')

async function run(folder, horizon) {
  const at = (name) => join(folder, name)
  const log = await openLog({ path: at('run.log') })
  const job = jobOf({
    ...{
      source: at('sales.csv'),
      out: at('forecast.csv'),
      report: at('page.html'),
      horizon,
      partitionSeries: 4,
      workers: 1,
    },
    columns: { series: 'shop', time: 'date', target: 'sales' },
    model: { kind: 'gru', hiddenSize: 4, context: 7 },
    train: { epochs: 1, save: { registry: at('models'), name: 'sales' } },
    backtest: { windows: 1 },
  })
  await runJob(job, { onEvent: logEvents(log) })
}

export async function prepare(folder) {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'sales.csv'), text)
  await run(folder, 3)
}
export const act = (folder) => run(folder, 4)

const isJson = (bytes) => {
  try {
    return typeof JSON.parse(bytes.toString()) === 'object'
  } catch {
    return false
  }
}
/** Files with times in them: they cannot be compared byte by byte. */
export const wholeIf = {
  '\\.json$': isJson,
  'page\\.html$': (bytes) => bytes.toString().trimEnd().endsWith('</html>'),
  'run\\.log$': (bytes) =>
    bytes
      .toString()
      .split('\n')
      .slice(0, -1)
      .every((line) => isJson(line)),
}
