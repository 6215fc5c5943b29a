// The claim of a run of a job on its output, its report and its model.

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { JobDraft } from '../job/job.ts'
import type { Shard } from '../job/shard_from.ts'
import { isStored } from '../model/forecaster_of.ts'
import { checkRegistry } from '../model/register_model.ts'
import { alone, type Claim, claim, type Work } from './claim.ts'
import { type Lock, takeLock } from './lock.ts'
import { busyError, lockName } from './lock_place.ts'
import { modelFile, type OwnFile, pageFile } from './own_files.ts'
import { protectInputs, protectOutputs, type WrittenPath } from './protect_inputs.ts'
import { filesOfRun, fixedFiles, foldersOfRun, foreignFiles, type RunPlaces, runPlaces } from './run_files.ts'

type RunJob = JobDraft & { readonly out: string }

/**
 * Refuses a job that would write over what it reads.
 *
 * @throws {GatecastError} `ERR_JOB` naming output and input
 */
export async function checkRun(job: RunJob): Promise<void> {
  const { out, model } = job
  const places = runPlaces(out, job.format)
  const byOut = (path: string): WrittenPath => ({ path, flag: '--out', given: out })
  const own = filesOfRun(places, model).map(byOut)
  const single = ownFilesOf(job).map(({ path, flag }) => ({ path, flag, given: path }))
  await protectInputs(job, [...own, ...single], foldersOfRun(places).map(byOut))
  // The model may be saved where the run keeps it: both are the same model.
  await protectOutputs([...own.filter(({ path }) => path !== places.state.model), ...single])
  const { save } = job.train
  if (save && 'registry' in save && !isStored(model)) await checkRegistry(save.registry, save.name)
}

/** The page of the job, and the file for the model that it trains. */
const ownFilesOf = ({ report, model, train: { save } }: JobDraft): OwnFile[] => [
  ...(report === undefined ? [] : [pageFile(report, '--report')]),
  ...(save && 'path' in save && !isStored(model) ? [modelFile(save.path, 'train.save')] : []),
]

/**
 * Claims what a run writes, after the checks of {@link checkRun}.
 *
 * @param shard - the share of this machine; runs of other shares of the same job may write at the same time
 * @throws {GatecastError} `ERR_JOB` naming an input, or files that no run has made; `ERR_BUSY` if another run writes there
 */
export async function claimRun(job: RunJob, shard: Shard | undefined): Promise<Claim> {
  await checkRun(job)
  const work = shard ? { key: keyOf(job, shard.count), share: `${shard.index}` } : alone()
  return claimOutput(runPlaces(job.out, job.format), job.out, ownFilesOf(job), work)
}

/** Claims the output for one step of a run of a queue. Other steps of the run may be at work at the same time. */
export const claimStep = (job: Pick<RunJob, 'out' | 'format'>, run: string): Promise<Claim> =>
  claimOutput(runPlaces(job.out, job.format), job.out, [], stepOf(run))

/** Keeps other runs away from the output while one part is made. The step before has checked the files of the output. */
export function lockPart({ out, format }: Pick<RunJob, 'out' | 'format'>, run: string): Promise<Lock> {
  const { folder } = runPlaces(out, format).state
  return takeLock(join(folder, lockName), stepOf(run), busyError('--out', out))
}

const stepOf = (run: string): Work => ({ key: `queue ${run}`, share: crypto.randomUUID() })

const claimOutput = (places: RunPlaces, out: string, files: readonly OwnFile[], work: Work): Promise<Claim> =>
  claim(
    {
      ...{ path: out, flag: '--out', kind: 'forecast', state: places.state.folder },
      files: fixedFiles(places),
      foreign: (mark) => foreignFiles(places, mark),
    },
    files,
    work,
  )

/** Shares of one job have equal keys, on every machine. */
function keyOf(job: RunJob, shares: number): string {
  const { out, report, workers, ...settings } = job
  return createHash('sha256')
    .update(JSON.stringify([settings, shares]))
    .digest('hex')
}
