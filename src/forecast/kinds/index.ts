import { Ensemble } from '../ensemble.ts'
import { Conformal } from '../intervals/conformal.ts'
import type { ForecasterKind } from '../kind.ts'
import { registerForecaster } from '../stored.ts'
import { arKind } from './ar.ts'
import { cycleNetKind } from './cycle_net.ts'
import { dLinearKind } from './d_linear.ts'
import { deepArKind } from './deep_ar.ts'
import { driftKind } from './drift.ts'
import { etsKind } from './ets.ts'
import { gruKind } from './gru.ts'
import { lstmKind } from './lstm.ts'
import { meanKind } from './mean.ts'
import { mqRnnKind } from './mq_rnn.ts'
import { nLinearKind } from './n_linear.ts'
import { naiveKind } from './naive.ts'
import { naive2Kind } from './naive2.ts'
import { rnnKind } from './rnn.ts'
import { seasonalNaiveKind } from './seasonal_naive.ts'
import { sparseTsfKind } from './sparse_tsf.ts'
import { thetaKind } from './theta.ts'

/**
 * All kinds of forecasters, quick ones first. `auto` tries them in this order, and help lists them so.
 *
 * @internal
 */
export const kinds: readonly ForecasterKind[] = [
  ...[naiveKind, seasonalNaiveKind, driftKind, meanKind, naive2Kind, arKind, thetaKind, etsKind],
  ...[gruKind, lstmKind, rnnKind, deepArKind, mqRnnKind, dLinearKind, nLinearKind],
  ...[cycleNetKind, sparseTsfKind],
]

for (const { name, fromState } of kinds) registerForecaster(name, fromState)
// Forecasters that hold other forecasters can be read from files. A job or a flag cannot describe them.
registerForecaster('conformal', Conformal.fromState)
registerForecaster('ensemble', Ensemble.fromState)

export { type ArOptions, ar } from './ar.ts'
export { type CycleNetOptions, cycleNet } from './cycle_net.ts'
export { type DLinearOptions, dLinear } from './d_linear.ts'
export { deepAr } from './deep_ar.ts'
export { drift } from './drift.ts'
export { type EtsOptions, ets } from './ets.ts'
export { gru } from './gru.ts'
export { lstm } from './lstm.ts'
export { mean } from './mean.ts'
export { mqRnn } from './mq_rnn.ts'
export { nLinear } from './n_linear.ts'
export { naive } from './naive.ts'
export { naive2 } from './naive2.ts'
export { rnn } from './rnn.ts'
export { seasonalNaive } from './seasonal_naive.ts'
export { sparseTsf } from './sparse_tsf.ts'
export { theta } from './theta.ts'
