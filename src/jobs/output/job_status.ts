import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { namesIn } from '../../base/folders.ts'
import { hashFile } from '../../base/hash_file.ts'
import { holdersOf } from '../claim/lock.ts'
import { lockName } from '../claim/lock_place.ts'
import { Mark } from '../claim/mark.ts'
import { readState, statePaths } from './job_state.ts'
import { notOutput, outputNamed } from './named_output.ts'
import { isWhole } from './part_files.ts'
import { manifestFolder, type OutputPaths, outputPaths, partPath } from './paths.ts'
import { type ForecastSummary, readSummary } from './summary.ts'

/** The progress of a job, as its output on disk shows it. */
export interface JobStatus {
  /** The output of the job. */
  out: string
  /**
   * `running` if a process writes to the output, `interrupted` if the last run ended before the output was complete, `damaged`
   * if it was complete and files of it are missing or have changed since.
   */
  state: 'finished' | 'running' | 'interrupted' | 'damaged'
  /** The files of a damaged output that are missing or have changed. */
  damaged: string[]
  /** The processes that write to the output. */
  runs: { pid: number; host: string; since: number }[]
  /** The summary of the last finished run; `undefined` if none has finished. */
  summary: ForecastSummary | undefined
  /** Counts of the parts that are on disk. A finished job whose output is one file has none left. */
  made: { parts: number; series: number; rows: number; failed: number }
}

/**
 * Tells how far a job is, from the files at its output.
 *
 * @param output - the folder or file of the output, or the folder of its state (`forecast.csv.job`)
 * @throws {GatecastError} `ERR_FILE` if no job has written to that output
 * @example
 * const { state, made } = await statusOf('forecasts')
 * console.log(state === 'finished' ? 'finished' : `${made.series} series so far`)
 */
export async function statusOf(output: string): Promise<JobStatus> {
  const out = outputNamed(output)
  const state = await readState(out)
  const { folder: stateFolder } = statePaths(out)
  const mark = await Mark.read(stateFolder, 'forecast')
  const runs = await holdersOf(join(stateFolder, lockName))
  const paths = outputPaths(out, state?.job.format)
  const summary = await readSummary(paths)
  if (!state && !summary && runs.length === 0 && !(mark && (await isOutput(paths))))
    throw await notOutput('a job', output)
  const folder = manifestFolder(paths)
  const names = (await namesIn(folder)).filter((name) => name.endsWith('.json'))
  const made = { parts: 0, series: 0, rows: 0, failed: 0 }
  for (const name of names) {
    const { series, rows, errors } = JSON.parse(await readFile(join(folder, name), 'utf8'))
    made.parts++
    made.series += series
    made.rows += rows
    made.failed += errors.length
  }
  const hasFinished = runs.length === 0 && summary && mark?.isFinished !== false
  const damaged = hasFinished ? await damagedFiles(paths, summary, mark) : []
  const ended = hasFinished ? (damaged.length ? 'damaged' : 'finished') : 'interrupted'
  return {
    out,
    state: runs.length ? 'running' : ended,
    damaged,
    runs: runs.map(({ pid, host, since }) => ({ pid, host, since })),
    summary,
    made,
  }
}

/** The files of a finished output that are not as its run has made them. A version without a mark has the hash in the summary. */
async function damagedFiles(paths: OutputPaths, summary: ForecastSummary, mark: Mark | undefined): Promise<string[]> {
  const { file, errors } = paths
  const damaged: string[] = []
  for (const path of [file, errors, paths.summary])
    if (path !== undefined && mark?.knows(path) && !(await mark.has(path))) damaged.push(path)
  if (file !== undefined) {
    const isMarked = mark?.knows(file) === true
    return isMarked || (await hashFile(file)) === summary.sha256 ? damaged : [...damaged, file]
  }
  for (let part = 0; part < summary.parts; part++)
    if (!(await isWhole(paths, part))) damaged.push(partPath(paths, part))
  return damaged
}

/** Whether a run has begun to make parts. */
const isOutput = async (paths: OutputPaths): Promise<boolean> => (await namesIn(paths.folder)).length > 0
