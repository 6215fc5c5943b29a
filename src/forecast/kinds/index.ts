import { Ensemble } from '../ensemble.ts'
import { Conformal } from '../intervals/conformal.ts'
import type { ForecasterKind } from '../kind.ts'
import { registerForecaster } from '../stored.ts'
import { ar } from './ar.ts'
import { deepAr } from './deep_ar.ts'
import { drift } from './drift.ts'
import { ets } from './ets.ts'
import { gru } from './gru.ts'
import { lstm } from './lstm.ts'
import { mean } from './mean.ts'
import { mqRnn } from './mq_rnn.ts'
import { naive } from './naive.ts'
import { naive2 } from './naive2.ts'
import { rnn } from './rnn.ts'
import { seasonalNaive } from './seasonal_naive.ts'
import { theta } from './theta.ts'

/** All kinds of forecasters, quick ones first. `auto` tries them in this order, and help lists them so. */
export const kinds: readonly ForecasterKind[] = [
  ...[naive, seasonalNaive, drift, mean, naive2, ar, theta, ets],
  ...[gru, lstm, rnn, deepAr, mqRnn],
].map(({ kind }) => kind)

for (const { name, fromState } of kinds) registerForecaster(name, fromState)
// Forecasters made of other forecasters have files, but no options that a job or a flag could write.
registerForecaster('conformal', Conformal.fromState)
registerForecaster('ensemble', Ensemble.fromState)

export type { ForecasterKind, KindFunction, QuickTrial } from '../kind.ts'
export { type ArOptions, ar } from './ar.ts'
export { deepAr } from './deep_ar.ts'
export { drift } from './drift.ts'
export { type EtsOptions, ets } from './ets.ts'
export { gru } from './gru.ts'
export { lstm } from './lstm.ts'
export { mean } from './mean.ts'
export { mqRnn } from './mq_rnn.ts'
export { naive } from './naive.ts'
export { naive2 } from './naive2.ts'
export { rnn } from './rnn.ts'
export { seasonalNaive } from './seasonal_naive.ts'
export { theta } from './theta.ts'
