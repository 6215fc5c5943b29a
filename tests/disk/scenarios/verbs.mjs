// The other files that jobs write: a search with its trials, a table of anomalies, a generated table, a backtest with its page.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { anomalyFiles, backtestFiles, generateFile, jobOf, tuneFiles } from '../../../dist/js/jobs.js'

const day = (t) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
const rows = Array.from({ length: 3 }, (_, i) =>
  Array.from(
    { length: 40 },
    (_, t) => `s${i},${day(t)},${Math.round(100 * (20 + i + 5 * Math.sin(t * 0.9 + i))) / 100}`,
  ),
)

async function run(folder, horizon) {
  const at = (name) => join(folder, name)
  const common = { source: at('sales.csv'), columns: { series: 'shop', time: 'date', target: 'sales' }, horizon }
  const tuned = {
    model: { kind: 'gru', hiddenSize: 4, context: 7 },
    tune: { trials: 1, epochs: 1 },
    out: at('board.json'),
  }
  await generateFile(at('generated.parquet'), { series: 2, rows: 10 * horizon })
  await anomalyFiles(jobOf({ ...common, out: at('anomalies.csv') }), { falseAlarms: 0.001 * horizon })
  await backtestFiles(
    jobOf({
      ...common,
      model: 'naive',
      backtest: { windows: 1 },
      out: at('backtest.csv'),
      report: at('backtest.html'),
    }),
  )
  await tuneFiles(jobOf({ ...common, ...tuned }))
}

export async function prepare(folder) {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'sales.csv'), ['shop,date,sales', ...rows.flat(), ''].join('\n'))
  await run(folder, 3)
}
export const act = (folder) => run(folder, 4)

/** Files with times in them: they cannot be compared byte by byte. */
export const wholeIf = {
  'board\\.json': (bytes) => typeof JSON.parse(bytes.toString()) === 'object',
  'backtest\\.html$': (bytes) => bytes.toString().trimEnd().endsWith('</html>'),
}
