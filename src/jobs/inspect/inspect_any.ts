import { stat } from 'node:fs/promises'
import type { RunOptions } from '../events.ts'
import type { JobDraft } from '../job/job.ts'
import { listModels, type RegisteredModel } from '../model/registry.ts'
import { type DataReport, inspectData } from './inspect_data.ts'
import { inspectModel, type ModelReport } from './inspect_model.ts'

/**
 * Looks at whatever is at a path: the file of a model, the folder of a registry, or else the source of a job.
 *
 * @param paths - one or more, of which the first is looked at
 * @param job - reads the job, where the path is that of data
 * @param run - who is told, and what stops it
 * @returns what it is, and what is in it
 * @throws {GatecastError} as {@link inspectModel}, {@link listModels} and {@link inspectData}
 * @example
 * const found = await inspectAny(['models'], async () => jobOf({ source: 'models' }))
 */
export async function inspectAny(
  paths: readonly string[],
  job: () => Promise<JobDraft>,
  run: RunOptions = {},
): Promise<DataReport | ModelReport | { models: RegisteredModel[] }> {
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
