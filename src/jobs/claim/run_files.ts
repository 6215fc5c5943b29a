// The files that a run of a job writes at its output, and the files there that no run has made.

import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { hashFile } from '../../base/hash_file.ts'
import type { JobDraft } from '../job/job.ts'
import { isStored } from '../model/forecaster_of.ts'
import { type StatePaths, statePaths } from '../output/job_state.ts'
import { manifestFolder, type OutputPaths, outputPaths, partFolder, partPath, queuePlanName } from '../output/paths.ts'
import { readSummary } from '../output/summary.ts'
import { lockName } from './lock_place.ts'
import { type Mark, markName } from './mark.ts'
import { isErrorsTable, isJobState, isManifest, isModel, isStoredBacktest, isSummary } from './own_files.ts'

export interface RunPlaces {
  readonly paths: OutputPaths
  readonly state: StatePaths
}

export const runPlaces = (out: string, format: JobDraft['format']): RunPlaces => ({
  paths: outputPaths(out, format),
  state: statePaths(out),
})

/** The files that a run writes. */
export function filesOfRun({ paths, state }: RunPlaces, model: JobDraft['model']): string[] {
  const { file, errors, summary } = paths
  const trained = isStored(model) ? [] : [state.model]
  return [file ?? partPath(paths, 0), errors, summary, state.job, state.backtest, ...trained]
}

/** The folders in which a run replaces and removes files. */
export const foldersOfRun = ({ paths }: RunPlaces): string[] =>
  paths.file === undefined ? [partFolder(paths), manifestFolder(paths)] : [paths.folder]

/** The files and folders at the places of a run that no run has made, or that have changed since. */
export async function foreignFiles({ paths, state }: RunPlaces, mark: Mark | undefined): Promise<string[]> {
  const wasMade = mark !== undefined || (await isOfEarlierVersion({ paths, state }))
  const { file, errors, summary } = paths
  const isMarked = async (path: string) => (await mark?.has(path)) === true
  const found = [
    ...(file === undefined ? [] : [(await isMarked(file)) || (await isInSummary(paths, file)) ? undefined : file]),
    (await isMarked(errors)) || (wasMade && (await isErrorsTable(errors))) ? undefined : errors,
    (await isMarked(summary)) || (await isSummary(summary)) ? undefined : summary,
  ]
  if (file === undefined) {
    for (const folder of foldersOfRun({ paths, state }))
      if (!wasMade && (await namesIn(folder)).length > 0) found.push(folder)
  } else {
    if (!(await areOwnParts(paths))) found.push(paths.folder)
    const names = (await namesIn(state.folder)).filter((name) => name !== lockName)
    if (!wasMade && names.length > 0) return existingOf([...found, state.folder])
  }
  if (!wasMade || !(await isJobState(state.job))) found.push(state.job)
  if (!wasMade || !(await isModel(state.model))) found.push(state.model)
  if (!wasMade || !(await isStoredBacktest(state.backtest))) found.push(state.backtest)
  return existingOf(found)
}

/** Those of some paths at which there is a file. */
export async function existingOf(paths: readonly (string | undefined)[]): Promise<string[]> {
  const there = await Promise.all(
    paths.map(async (path) => (path !== undefined && (await isThere(path)) ? [path] : [])),
  )
  return there.flat()
}

/** A link counts as a file, also if it leads nowhere. */
const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

/** Versions without a mark left the state of the job, a summary, or the manifests of parts. */
async function isOfEarlierVersion({ paths, state }: RunPlaces): Promise<boolean> {
  if ((await isJobState(state.job)) || (await isSummary(paths.summary))) return true
  return hasManifest(paths)
}

async function hasManifest(paths: OutputPaths): Promise<boolean> {
  for (const name of await namesIn(manifestFolder(paths)))
    if (await isManifest(join(manifestFolder(paths), name))) return true
  return false
}

/** The summary of a version without a mark has the hash of the file. */
async function isInSummary(paths: OutputPaths, file: string): Promise<boolean> {
  const summary = await readSummary(paths)
  return summary?.sha256 !== undefined && summary.sha256 === (await hashFile(file).catch(() => undefined))
}

/** A run that was killed leaves its parts. Those of an earlier version have no mark. */
async function areOwnParts(paths: OutputPaths): Promise<boolean> {
  const names = await namesIn(paths.folder)
  if (names.includes(markName)) return true
  const usual = ['forecast', 'manifests', 'source']
  return names.every((name) => usual.includes(name) || queuePlanName.test(name) || /^duckdb_temp/.test(name))
}
