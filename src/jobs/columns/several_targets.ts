// The targets of a job: one column, or several.

import { listNames } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Forecaster } from '../../forecast/index.ts'
import { joinId, splitId } from '../../series/table/series_id.ts'
import { idOfTarget, targetNames } from '../../series/targets.ts'
import type { Job } from '../job/job.ts'
import { flagFor } from './names.ts'

type Target = Job['columns']['target']
/** The columns of a job that name its series and their targets. */
type Naming = Pick<Job['columns'], 'series' | 'target'>

export const targetsOf = (target: Target | undefined): string[] => (target === undefined ? [] : [target].flat())

/** Targets as a job has them: hashes of jobs see the difference between a name and a list of one. */
export const oneOrSeveral = (targets: readonly string[]): Target => (targets.length === 1 ? targets[0] : [...targets])

/** The targets as `Tables` takes them. */
export function asRead(target: Target): { target: string } | { targets: string[] } {
  const targets = targetsOf(target)
  return targets.length === 1 ? { target: targets[0] } : { targets }
}

/**
 * The columns of a table that name series, and their targets if the job has several.
 *
 * @param ids - ids of series; with several targets, each is that of a series and a target
 * @returns the name of each column, and its value for each id
 */
export function namesInTable(ids: readonly string[], { series, target }: Naming): [name: string, values: string[]][] {
  const names = [series ?? 'series'].flat()
  const hasTargets = targetsOf(target).length > 1
  const keys = ids.map((id): string[] => {
    if (!hasTargets) return names.length === 1 ? [id] : splitId(id)
    const own = splitId(id)
    const last = own.pop() as string
    if (own.length === 0) own.push('series')
    return [...(names.length === 1 ? [joinId(own)] : own), last]
  })
  const columns = hasTargets ? [...names, targetNames.target] : names
  return columns.map((name, at) => [name, keys.map((key) => key[at])])
}

/** The columns that name series and targets in the output of a job, so that it is read with the ids of its panel. */
export function namingColumns({ series, target }: Naming): { skipped: number; used: number } {
  const count = [series ?? 'series'].flat().length
  if (targetsOf(target).length === 1) return { skipped: 0, used: count }
  // All rows are one series, whose targets have their names as ids.
  return series === undefined ? { skipped: 1, used: 1 } : { skipped: 0, used: count + 1 }
}

/** The ids in a panel of a job of one series of its source. */
export function panelIds(id: string, { series, target }: Naming): string[] {
  const targets = targetsOf(target)
  if (targets.length === 1) return [id]
  return series === undefined ? targets : targets.map((name) => idOfTarget([series].flat().join('/'), id, name))
}

/** The ids of the series in the source that targets belong to, each once. */
export function sourceIds(ids: readonly string[], { target }: Pick<Naming, 'target'>): string[] {
  if (targetsOf(target).length === 1) return [...ids]
  return [...new Set(ids.map((id) => joinId(splitId(id).slice(0, -1)) || 'series'))]
}

/**
 * Checks that a trained model has learned from the targets of a job.
 *
 * @param model - the model in messages, for example its path
 * @throws {GatecastError} `ERR_JOB` naming the flag
 */
export function checkTargetsOf(forecaster: Forecaster, model: string, target: Target): void {
  const given = targetsOf(target)
  const { targets, frequency } = forecaster.facts?.() ?? {}
  if (targets !== undefined) {
    if (targets.length === given.length && targets.every((name, i) => name === given[i])) return
    throw new GatecastError(
      'ERR_JOB',
      `Expected the targets ${listNames(targets)}, as the model ${model} was trained with them, got ` +
        `${listNames(given)}. Use ${flagFor('--target', targets)}, or train another model`,
    )
  }
  // A method that learns nothing before its forecast takes each target by itself.
  if (given.length === 1 || frequency === undefined) return
  throw new GatecastError(
    'ERR_JOB',
    `Expected one target, as the model ${model} was trained with one, got ${listNames(given)}. Name one with ` +
      '--target, or train a model with all of them',
  )
}
