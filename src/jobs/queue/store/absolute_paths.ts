import { resolve } from 'node:path'
import { defined } from '../../../base/defined.ts'
import { GatecastError } from '../../../base/error.ts'
import { isPipe } from '../../../files/input/pipe.ts'
import type { JobDraft, JobModel, JobSource } from '../../job/job.ts'

/** A job with absolute paths, because a worker runs in another folder. All machines mount the storage at the same path. */
export function withAbsolutePaths(job: JobDraft): JobDraft {
  const { source, future, model, out, report, train } = job
  return {
    ...job,
    ...defined({ source: source && sourceWith(source), future: future && sourceWith(future) }),
    model: modelWith(model),
    ...defined({ out: out && absolute(out), report: report && absolute(report) }),
    train: { ...train, ...defined({ save: saveWith(train.save) }) },
  }
}

function modelWith(model: JobModel): JobModel {
  if (typeof model !== 'object' || 'kind' in model) return model
  if ('registry' in model) return { ...model, registry: absolute(model.registry as string) }
  return { ...model, path: absolute(model.path) }
}

function saveWith(save: JobDraft['train']['save']): JobDraft['train']['save'] {
  if (!save) return undefined
  return 'path' in save ? { path: absolute(save.path) } : { ...save, registry: absolute(save.registry) }
}

function sourceWith(source: JobSource): JobSource {
  const { path } = source
  if ([path ?? []].flat().some(isPipe))
    throw new GatecastError(
      'ERR_JOB',
      `Expected a source that workers on other machines can read, got the pipe "${path}". Write it to a file`,
    )
  if (path === undefined) return source
  return { ...source, path: typeof path === 'string' ? absolute(path) : path.map(absolute) } as JobSource
}

/** Keeps a slash at the end, which makes the path that of a folder. */
function absolute(path: string): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return path
  return resolve(path) + (/.[\\/]$/.test(path) ? '/' : '')
}
