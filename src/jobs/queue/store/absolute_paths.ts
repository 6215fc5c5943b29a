import { resolve } from 'node:path'
import type { JobDraft, JobSource } from '../../job/job.ts'

/**
 * A job that means the same in whichever folder it is run: workers have their own. Storage is mounted at the same place on
 * all machines.
 */
export function withAbsolutePaths(job: JobDraft): JobDraft {
  const { source, future, model, out, report, train } = job
  const { save } = train
  return {
    ...job,
    ...(source && { source: inSource(source) }),
    ...(future && { future: inSource(future) }),
    model:
      typeof model !== 'object'
        ? model
        : 'registry' in model
          ? { ...model, registry: absolute(model.registry as string) }
          : 'kind' in model
            ? model
            : { ...model, path: absolute(model.path) },
    ...(out !== undefined && { out: absolute(out) }),
    ...(report !== undefined && { report: absolute(report) }),
    train: {
      ...train,
      ...(save && {
        save: 'path' in save ? { path: absolute(save.path) } : { ...save, registry: absolute(save.registry) },
      }),
    },
  }
}

function inSource(source: JobSource): JobSource {
  const { path } = source
  if (path === undefined) return source
  return { ...source, path: typeof path === 'string' ? absolute(path) : path.map(absolute) } as JobSource
}

const absolute = (path: string): string => (/^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? path : resolve(path))
