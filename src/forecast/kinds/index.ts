import { Ensemble } from '../ensemble/ensemble.ts'
import { Conformal } from '../intervals/conformal.ts'
import type { ForecasterKind } from '../kind.ts'
import { registerForecaster } from '../stored.ts'
import { adidaKind } from './adida.ts'
import { arKind } from './ar.ts'
import { arimaKind } from './arima.ts'
import { crostonKind } from './croston.ts'
import { cycleNetKind } from './cycle_net.ts'
import { dLinearKind } from './d_linear.ts'
import { deepArKind } from './deep_ar.ts'
import { dilatedRnnKind } from './dilated_rnn.ts'
import { driftKind } from './drift.ts'
import { esRnnKind } from './es_rnn.ts'
import { etsKind } from './ets.ts'
import { gruKind } from './gru.ts'
import { imapaKind } from './imapa.ts'
import { invertedTransformerKind } from './inverted_transformer.ts'
import { levelShapeKind } from './level_shape.ts'
import { lstmKind } from './lstm.ts'
import { meanKind } from './mean.ts'
import { minGruKind } from './min_gru.ts'
import { mqRnnKind } from './mq_rnn.ts'
import { mstlKind } from './mstl.ts'
import { nHitsKind } from './n_hits.ts'
import { nLinearKind } from './n_linear.ts'
import { naiveKind } from './naive.ts'
import { naive2Kind } from './naive2.ts'
import { patchLstmKind } from './patch_lstm.ts'
import { patchTransformerKind } from './patch_transformer.ts'
import { rnnKind } from './rnn.ts'
import { sLstmKind } from './s_lstm.ts'
import { seasonalNaiveKind } from './seasonal_naive.ts'
import { segRnnKind } from './seg_rnn.ts'
import { sparseTsfKind } from './sparse_tsf.ts'
import { tftKind } from './tft.ts'
import { thetaKind } from './theta.ts'
import { tideKind } from './tide.ts'
import { tsMixerKind } from './ts_mixer.ts'
import { tsbKind } from './tsb.ts'
import { xLstmMixerKind } from './x_lstm_mixer.ts'

/**
 * All kinds of forecasters, quick ones first. `auto` tries them in this order, and help lists them so.
 *
 * @internal
 */
export const kinds: readonly ForecasterKind[] = [
  naiveKind,
  seasonalNaiveKind,
  driftKind,
  meanKind,
  naive2Kind,
  arKind,
  thetaKind,
  etsKind,
  mstlKind,
  levelShapeKind,
  crostonKind,
  tsbKind,
  imapaKind,
  adidaKind,
  arimaKind,
  gruKind,
  lstmKind,
  rnnKind,
  minGruKind,
  sLstmKind,
  deepArKind,
  mqRnnKind,
  segRnnKind,
  patchLstmKind,
  dilatedRnnKind,
  esRnnKind,
  xLstmMixerKind,
  nHitsKind,
  tideKind,
  dLinearKind,
  nLinearKind,
  cycleNetKind,
  sparseTsfKind,
  patchTransformerKind,
  invertedTransformerKind,
  tsMixerKind,
  tftKind,
]

for (const { name, fromState } of kinds) registerForecaster(name, fromState)
// Forecasters that hold other forecasters can be read from files. A job or a flag cannot describe them.
registerForecaster('conformal', Conformal.fromState)
registerForecaster('ensemble', Ensemble.fromState)

export { adida } from './adida.ts'
export { type ArOptions, ar } from './ar.ts'
export { type ArimaOptions, arima } from './arima.ts'
export { type CrostonOptions, croston } from './croston.ts'
export { type CycleNetOptions, cycleNet } from './cycle_net.ts'
export { type DLinearOptions, dLinear } from './d_linear.ts'
export { deepAr } from './deep_ar.ts'
export { type DilatedRnnOptions, dilatedRnn } from './dilated_rnn.ts'
export { drift } from './drift.ts'
export { esRnn } from './es_rnn.ts'
export { type EtsOptions, ets } from './ets.ts'
export { gru } from './gru.ts'
export { type AggregationOptions, imapa } from './imapa.ts'
export { type InvertedTransformerOptions, invertedTransformer } from './inverted_transformer.ts'
export { levelShape } from './level_shape.ts'
export { lstm } from './lstm.ts'
export { mean } from './mean.ts'
export { minGru } from './min_gru.ts'
export { mqRnn } from './mq_rnn.ts'
export { type MstlOptions, mstl } from './mstl.ts'
export { type NHitsOptions, nHits } from './n_hits.ts'
export { nLinear } from './n_linear.ts'
export { naive } from './naive.ts'
export { naive2 } from './naive2.ts'
export { type PatchLstmOptions, patchLstm } from './patch_lstm.ts'
export { type PatchTransformerOptions, patchTransformer } from './patch_transformer.ts'
export { rnn } from './rnn.ts'
export { sLstm } from './s_lstm.ts'
export { seasonalNaive } from './seasonal_naive.ts'
export { type SegRnnOptions, segRnn } from './seg_rnn.ts'
export { sparseTsf } from './sparse_tsf.ts'
export { type TftOptions, tft } from './tft.ts'
export { type ThetaOptions, theta } from './theta.ts'
export { type TideOptions, tide } from './tide.ts'
export { type TsMixerOptions, tsMixer } from './ts_mixer.ts'
export { type TsbOptions, tsb } from './tsb.ts'
export { type XLstmMixerOptions, xLstmMixer } from './x_lstm_mixer.ts'
