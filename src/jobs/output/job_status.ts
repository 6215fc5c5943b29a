import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GatecastError } from '../../base/error.ts'
import { readState } from './job_state.ts'
import { manifestFolder, outputPaths } from './paths.ts'
import { type ForecastSummary, readSummary } from './summary.ts'

/** The progress of a job, as its output on disk shows it. */
export interface JobStatus {
  /** The output of the job. */
  out: string
  /** The summary of the last finished run; `undefined` if none has finished. */
  summary: ForecastSummary | undefined
  /** Counts of the parts that are on disk. A finished job whose output is one file has none left. */
  made: { parts: number; series: number; rows: number; failed: number }
}

/**
 * Counts what a job has made so far, from the files at its output.
 *
 * @param out - the folder or file of the output
 * @throws {GatecastError} `ERR_FILE` if no job has written to that output
 * @example
 * const { summary, made } = await statusOf('forecasts')
 * console.log(summary ? 'finished' : `${made.series} series so far`)
 */
export async function statusOf(out: string): Promise<JobStatus> {
  const state = await readState(out)
  if (!state) throw new GatecastError('ERR_FILE', `Expected the output of a job at "${out}", got none`)
  const paths = outputPaths(out, state.job.format)
  const folder = manifestFolder(paths)
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'))
  const made = { parts: 0, series: 0, rows: 0, failed: 0 }
  for (const name of names) {
    const { series, rows, errors } = JSON.parse(await readFile(join(folder, name), 'utf8'))
    made.parts++
    made.series += series
    made.rows += rows
    made.failed += errors.length
  }
  return { out, summary: await readSummary(paths), made }
}
