// Makes a folder with daily sales, models for them, and the forecasts of an embedded run. A run through a queue must
// make the same forecasts.

import { mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gru, panelFromSeries, seasonalNaive } from '../../src/index.ts'
import { type JobDraft, type JobOverrides, jobOf } from '../../src/jobs/index.ts'
import { run } from '../e2e/child.ts'
import { filesOf, forecastsOf } from '../jobs/scripts.ts'

export const seriesCount = 120
export const horizon = 7
/** Series in a part: the 120 series make 30 parts. */
const partitionSeries = 4

export interface Sales {
  readonly folder: string
  in(name: string): string
  /** A job that forecasts with a small network, with these changes. */
  job(changes: JobOverrides): JobDraft
  /** The forecasts in a folder, by file. */
  forecasts(out: string): Promise<Record<string, string>>
  /** The forecasts of the embedded run, by file. */
  readonly expected: Record<string, string>
  remove(): Promise<void>
}

export async function makeSales(): Promise<Sales> {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-queue-'))
  const at = (name: string) => join(folder, name)
  const series = Array.from({ length: seriesCount }, (_, i) => ({
    id: `shop ${`${i}`.padStart(3, '0')}`,
    start: '2024-01-01',
    values: Array.from(
      { length: 60 + (i % 5) },
      (_, t) => Math.round(100 * (20 + i + 5 * Math.sin(t * 0.9 + i))) / 100,
    ),
  }))
  const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
  const rows = series.flatMap(({ id, values }) => values.map((value, t) => `${id},${day(t)},${value}`))
  await writeFile(at('sales.csv'), ['shop,date,sales', ...rows, ''].join('\n'))
  // The last shop has a day twice.
  await writeFile(at('bad.csv'), ['shop,date,sales', ...rows, `shop 119,${day(3)},1`, ''].join('\n'))
  await seasonalNaive({ horizon }).save(at('naive.safetensors'))
  const network = gru({ horizon, hiddenSize: 32, context: 28, seed: 1 })
  await network.fit(panelFromSeries(series.slice(0, 20), { frequency: 'd' }), { epochs: 1 })
  await network.save(at('gru.safetensors'))

  const written: JobOverrides = {
    source: at('sales.csv'),
    columns: { series: 'shop', time: 'date', target: 'sales' },
    model: at('gru.safetensors'),
    ...{ horizon, partitionSeries },
  }
  await run(`
    const { forecastFiles, jobOf } = await import(${JSON.stringify(new URL('../../dist/js/jobs.js', import.meta.url))})
    print(await forecastFiles(jobOf(${JSON.stringify({ ...written, out: at('embedded'), workers: 2 })})))
  `)
  const forecasts = (out: string) => forecastsOf(at(out))
  return {
    ...{ folder, in: at, forecasts, expected: await forecasts('embedded') },
    job: (changes) => jobOf({ ...written, ...changes }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

export { filesOf }
