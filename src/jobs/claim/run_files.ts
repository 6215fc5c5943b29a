// The files that a run of a job writes at its output, and the files there that no run has made.

import { lstat } from 'node:fs/promises'
import { basename } from 'node:path'
import { namesIn } from '../../base/folders.ts'
import { hashFile } from '../../base/hash_file.ts'
import type { JobDraft } from '../job/job.ts'
import { isStored } from '../model/forecaster_of.ts'
import { type StatePaths, statePaths } from '../output/job_state.ts'
import { type PartFiles, partFiles } from '../output/part_files.ts'
import { manifestFolder, type OutputPaths, outputPaths, partFolder, partPath } from '../output/paths.ts'
import { readSummary } from '../output/summary.ts'
import { Mark, markName } from './mark.ts'
import { type IsOwn, isErrorsTable, isJobState, isModel, isStoredBacktest, isSummary } from './own_files.ts'

/** Names of mark and locks, and of temporary files beside them: a run of another share may be about to write its mark. */
const claimNames = '_gatecast.'

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

/** The files of the output that have the same names in every run. */
export const fixedFiles = ({ paths: { file, errors, summary } }: RunPlaces): string[] => [
  ...(file === undefined ? [] : [file]),
  errors,
  summary,
]

/**
 * The files and folders at the places of a run that no forecast has made, or that have changed since.
 *
 * @param mark - the mark of forecasts
 */
export async function foreignFiles({ paths, state }: RunPlaces, mark: Mark | undefined): Promise<string[]> {
  const parts = await partFiles(paths)
  const isEarlier = mark === undefined && (parts.own.length > 0 || (await isOfEarlierVersion({ paths, state })))
  const isOwn = (path: string, isOwnByContent: IsOwn): Promise<boolean> | boolean =>
    mark ? mark.has(path) : isEarlier && isOwnByContent(path)
  const { file, errors, summary } = paths
  const known: [string, IsOwn][] = [
    [errors, isErrorsTable],
    [summary, isSummary],
    [state.job, isJobState],
    [state.model, isModel],
    [state.backtest, isStoredBacktest],
  ]
  if (file !== undefined) known.unshift([file, (path) => isInSummary(paths, path)])
  const found: string[] = []
  for (const [path, isOwnByContent] of known) if (!(await isOwn(path, isOwnByContent))) found.push(path)
  if (file !== undefined && !mark && !isEarlier && (await isOfUser(state.folder))) found.push(state.folder)
  return existingOf([...found, ...(await foreignParts(paths, parts, mark !== undefined || isEarlier))])
}

/** Files in the folders of parts that no run has made. */
async function foreignParts(
  paths: OutputPaths,
  { own, foreign, others }: PartFiles,
  wasMade: boolean,
): Promise<readonly string[]> {
  if (paths.file === undefined) return wasMade ? foreign : [...foreign, ...others]
  // The folder may be an output by itself: --out f.csv.parts/.
  if (await Mark.read(paths.folder, 'forecast')) return [paths.folder]
  // A run that was killed leaves the folder of its parts, with a mark.
  const names = await namesIn(paths.folder)
  if (names.includes(markName) || own.length > 0) return foreign
  const folders = [partFolder(paths), manifestFolder(paths)].map((folder) => basename(folder))
  const isEmpty =
    names.every((name) => folders.includes(name) || name.startsWith(claimNames)) && foreign.length + others.length === 0
  return isEmpty ? [] : [paths.folder]
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

/** Whether a folder for the state of an output holds anything but files of claims. */
const isOfUser = async (folder: string): Promise<boolean> =>
  (await namesIn(folder)).some((name) => !name.startsWith(claimNames))

/** Versions without a mark left the state of the job, a summary, or the manifests of parts. */
const isOfEarlierVersion = async ({ paths, state }: RunPlaces): Promise<boolean> =>
  (await isJobState(state.job)) || (await isSummary(paths.summary))

/** The summary of a version without a mark has the hash of the file. */
async function isInSummary(paths: OutputPaths, file: string): Promise<boolean> {
  const summary = await readSummary(paths)
  return summary?.sha256 !== undefined && summary.sha256 === (await hashFile(file))
}
