// Files with two targets, and jobs that read them.

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll } from 'vitest'
import { theta } from '../../src/forecast/index.ts'
import type { JobInput } from '../../src/jobs/index.ts'
import { jobOf } from '../../src/jobs/job/read_job.ts'
import { run } from '../e2e/child.ts'
import { useFolder } from './scripts.ts'

export const at = (name: string) => join(folder.path, name)
const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
export const stores = ['north', 'south/x', 'west']
export const rows = stores.flatMap((store, s) =>
  Array.from({ length: 40 }, (_, t) => ({
    ...{ store, date: day(t) },
    load: 100 + 10 * s + (t % 7) + ((t * 37 + s) % 5),
    temp: 10 - s + (t % 3) + ((t * 11 + s) % 4) / 4,
  })),
)
export const csv = (some: readonly object[]) =>
  [Object.keys(some[0]).join(','), ...some.map((row) => Object.values(row).join(',')), ''].join('\n')
const byDay = rows.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))

const folder = useFolder()

/** Writes the files before the tests of a file. */
export const useTwoTargets = (): void =>
  beforeAll(async () => {
    await writeFile(at('both.csv'), csv(rows))
    await writeFile(at('days.csv'), csv(byDay))
    await writeFile(at('one.csv'), csv(rows.slice(0, 40).map(({ store: _, ...row }) => row)))
    // The first series has no values in one target.
    await writeFile(at('holes.csv'), csv(rows.map((row) => (row.store === 'north' ? { ...row, temp: '' } : row))))
    await theta({ horizon: 3 }).save(at('theta.safetensors'))
  })

export const columns = { series: 'store', time: 'date', target: ['load', 'temp'] }
export const jobWith = (changes: Partial<JobInput> = {}) =>
  jobOf({ source: at('both.csv'), columns, horizon: 3, model: at('theta.safetensors'), ...changes })

/** Calls a function of the built package with jobs, as they start child processes from its files. */
export const built = <T>(script: string): Promise<T> =>
  run<T>(`
    process.chdir(${JSON.stringify(folder.path)})
    const { rm } = await import('node:fs/promises')
    const { forecastFiles, jobOf, runJob } = await import(${JSON.stringify(new URL('../../dist/js/jobs.js', import.meta.url))})
    const columns = ${JSON.stringify(columns)}
    const job = (changes) => jobOf({ source: 'both.csv', columns, horizon: 3, model: 'theta.safetensors', ...changes })
    ${script}
  `)

/** The rows of a table of forecasts. */
export async function tableAt(path: string): Promise<Record<string, string>[]> {
  const [head, ...lines] = (await readFile(at(path), 'utf8')).trim().split('\n')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [head.split(',')[i], cell])))
}
