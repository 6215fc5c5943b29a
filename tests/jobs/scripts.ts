// Runs jobs from scripts that import the built package, because jobs start child processes from its files.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { run } from '../e2e/child.ts'

/** A temporary folder for a test file. */
export function useFolder(): { readonly path: string } {
  const folder = { path: '' }
  beforeAll(async () => {
    folder.path = await mkdtemp(join(tmpdir(), 'gatecast-'))
  })
  afterAll(() => rm(folder.path, { recursive: true, force: true }))
  return folder
}

/**
 * The beginning of a script: makes a CSV file of daily series, a model for it, and `job`, a job with parts of 8 series.
 *
 * @param folder - folder of all files
 */
const setup = (folder: string) => `
  process.chdir(${JSON.stringify(folder)})
  const { readFile, writeFile, rm, truncate, appendFile } = await import('node:fs/promises')
  const { forecastFiles, jobOf } = await import(${JSON.stringify(new URL('../../dist/js/jobs.js', import.meta.url))})
  const { panelFromSeries, seasonalNaive, gru, loadForecaster, quantiles } = await import(
    ${JSON.stringify(new URL('../../dist/js/index.js', import.meta.url))})
  const series = Array.from({ length: 30 }, (_, i) => ({
    id: 's' + String(i).padStart(2, '0'),
    start: '2024-01-01',
    values: Array.from({ length: 40 + (i % 5) }, (_, t) => Math.round(100 * (20 + i + 5 * Math.sin(t * 0.9 + i))) / 100),
  }))
  const panel = panelFromSeries(series, { frequency: 'd' })
  const day = (t) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
  const rowsOf = (series) => series.flatMap(({ id, values }) => values.map((value, t) => id + ',' + day(t) + ',' + value))
  const table = (rows) => ['shop,date,sales', ...rows, ''].join('\\n')
  const rows = rowsOf(series)
  await writeFile('sales.csv', table(rows))
  await seasonalNaive({ horizon: 7 }).save('naive.safetensors')
  const columns = { series: 'shop', time: 'date', target: 'sales' }
  const common = { source: 'sales.csv', columns, horizon: 7, model: 'naive.safetensors', partitionSeries: 8, workers: 2 }
  const job = (changes = {}) => jobOf({ ...common, out: 'out', ...changes })
  const failure = (promise) => promise.then(() => ({}), ({ code, message }) => ({ code, message }))
`

export const runJobScript = <T>(folder: string, script: string): Promise<T> => run<T>(setup(folder) + script)

/** The content of each file in a folder, by name. */
export async function filesOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const texts = await Promise.all(names.map((name) => readFile(name, 'base64')))
  return Object.fromEntries(names.map((name, i) => [name.slice(folder.length + 1), texts[i]]))
}

/** The files of the forecasts, whose bytes may not depend on how the job was run. */
export const forecastsOf = (folder: string) => filesOf(join(folder, 'forecast'))
