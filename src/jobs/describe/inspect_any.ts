import { stat } from 'node:fs/promises'
import { checkFunction, checkList } from '../../base/check.ts'
import type { RunOptions } from '../events.ts'
import type { JobDraft } from '../job/job.ts'
import { listModels, type RegisteredModel } from '../model/registry.ts'
import { type DataReport, inspectData } from './inspect_data.ts'
import { inspectModel, type ModelReport, type NetworkReport } from './inspect_model.ts'

/**
 * Inspects the file of a model, the folder of a registry, or the source of a job.
 *
 * @param paths - the file of a model, the folder of a registry, or files of a source
 * @param job - makes the job; called only if the paths are those of a source
 * @param run - signal and events
 * @returns the report of the model or the data, or the models of the registry
 * @throws {GatecastError} as {@link inspectModel}, {@link listModels} and {@link inspectData}
 * @example
 * const found = await inspectAny(['models'], async () => jobOf({ source: 'models' }))
 */
export async function inspectAny(
  paths: readonly string[],
  job: () => Promise<JobDraft>,
  run: RunOptions = {},
): Promise<DataReport | ModelReport | NetworkReport | { models: RegisteredModel[] }> {
  checkList('paths', paths)
  checkFunction('job', job ?? null)
  const [path] = paths
  if (paths.length === 1 && path.endsWith('.safetensors')) return inspectModel(path)
  if (paths.length === 1 && (await isFolder(path))) {
    const models = await listModels(path)
    if (models.length) return { models }
  }
  return inspectData(await job(), run)
}

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false
