import { checkSignal } from '../../../base/abort.ts'
import { defined } from '../../../base/defined.ts'
import { ensemble } from '../../ensemble/ensemble.ts'
import type { Forecaster } from '../../forecaster.ts'
import { deadlineSignal } from '../deadline.ts'
import type { AutoRun } from '../rounds/run.ts'
import { trainWithin } from '../rounds/train_within.ts'
import { costOf } from './candidates.ts'
import type { Trial } from './contender.ts'

/** The last fit may use this much more than the milliseconds that are left, which do not count the reserve. */
const beyond = 1.1

/** Fits the chosen candidates on all rows. One that cannot be fitted in time stays as its trial has fitted it. */
export async function fitChosen(run: AutoRun, members: readonly Trial[]): Promise<Forecaster> {
  const total = members.reduce((sum, { fitSeconds }) => sum + fitSeconds, 0)
  const fitted: Forecaster[] = []
  for (const [i, member] of members.entries()) {
    const rest = members.slice(i).reduce((sum, { fitSeconds }) => sum + fitSeconds, 0)
    const limit = total === 0 ? run.left() : (run.left() * member.fitSeconds) / rest
    fitted.push(await fitOne(run, member, limit))
  }
  return fitted.length > 1 ? ensemble(fitted) : fitted[0]
}

async function fitOne(run: AutoRun, member: Trial, limit: number): Promise<Forecaster> {
  const { panel, options } = run
  const { signal, threads } = options
  const isNetwork = costOf(member) === 'training'
  if (!isNetwork || !member.fitted) {
    const fresh = member.forecaster.fresh()
    await fresh.fit(panel, { ...member.fit, ...defined({ signal, threads }) })
    return fresh
  }
  const deadline = deadlineSignal(Math.max(1, beyond * limit) / 60_000, signal)
  try {
    const fit = { ...member.fit, ...defined({ threads }), signal: deadline.signal }
    const trained = await trainWithin(member.forecaster, panel, fit, limit)
    return 'skipped' in trained ? member.fitted : trained.forecaster
  } catch (error) {
    checkSignal(signal)
    if (deadline.signal.aborted) return member.fitted
    throw error
  } finally {
    deadline.clear()
  }
}
