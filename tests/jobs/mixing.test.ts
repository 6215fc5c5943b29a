// Jobs with networks that read all series together.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JobInput } from '../../src/jobs/index.ts'
import type { JobOverrides } from '../../src/jobs/job/overrides.ts'
import { jobOf } from '../../src/jobs/job/read_job.ts'
import { runJob } from '../../src/jobs/run/run_job.ts'
import { run } from '../e2e/child.ts'

let folder: string
const at = (name: string) => join(folder, name)
const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
const rowsOf = (id: string, from: number) =>
  Array.from({ length: 50 }, (_, t) => `${id},${day(from + t)},${(t * 7 + id.length) % 11}`)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  // More series than a job forecasts to try a model.
  const ids = Array.from({ length: 40 }, (_, i) => `s${i + 10}`)
  const text = (from: (i: number) => number) => ['id,day,y', ...ids.flatMap((id, i) => rowsOf(id, from(i)))].join('\n')
  await writeFile(
    at('same.csv'),
    text(() => 0),
  )
  await writeFile(
    at('shifted.csv'),
    text((i) => i % 2),
  )
})
afterAll(() => rm(folder, { recursive: true }))

const jobOn = (source: string, out: string, changes: JobOverrides = {}): JobInput => ({
  ...{ source: at(source), out: at(out), horizon: 3, columns: { series: 'id', time: 'day', target: 'y' } },
  ...{ model: { kind: 'tsMixer', hiddenSize: 4, context: 10 }, train: { epochs: 1 }, ...changes },
})
const refused = (...given: Parameters<typeof jobOn>) => expect(runJob(jobOf(jobOn(...given)))).rejects

describe('a job with a network that mixes series', () => {
  it('forecasts all series in one part', async () => {
    // A job starts child processes from the files of the built package.
    await run(`
      const { jobOf, runJob } = await import(${JSON.stringify(new URL('../../dist/js/jobs.js', import.meta.url))})
      await runJob(jobOf(${JSON.stringify(jobOn('same.csv', 'same-forecast.csv'))}))
      print({})
    `)
    expect((await readFile(at('same-forecast.csv'), 'utf8')).trim().split('\n')).toHaveLength(1 + 40 * 3)
  })

  it('refuses several parts, and names the option', async () => {
    await refused('same.csv', 'parts.csv', { partitionSeries: 10 }).toMatchObject({
      code: 'ERR_JOB',
      message: expect.stringMatching(
        /40 series in one part for a model of kind tsMixer.*got 4 parts\. Use --partition-series 40/,
      ),
    })
  })

  it('refuses series with other times', async () => {
    await refused('shifted.csv', 'shifted-forecast.csv').toMatchObject({
      code: 'ERR_DATA',
      message: expect.stringMatching(/same times for tsMixer/),
    })
  })
})
