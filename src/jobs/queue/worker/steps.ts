import type { SandboxedJob } from 'bullmq'
import type { RunOptions } from '../../events.ts'
import { collect } from '../steps/collect.ts'
import { part } from '../steps/part.ts'
import { prepare } from '../steps/prepare.ts'
import { train } from '../steps/train.ts'

type Step = (job: SandboxedJob, run: Required<Omit<RunOptions, 'inputs'>>) => Promise<unknown>

/** The steps of a run, by the name of their job in the queue. */
export const steps: Readonly<Record<string, Step>> = { train, prepare, part, collect }
