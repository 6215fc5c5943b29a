import type { SequenceKind } from '../classify/kind.ts'
import type { SequenceRecurrentOptions } from '../networks/fields.ts'
import { gruKind } from './gru.ts'
import { lstmKind } from './lstm.ts'
import { type LstmFcnOptions, lstmFcnKind } from './lstm_fcn.ts'
import { type MiniRocketOptions, miniRocketKind } from './mini_rocket.ts'
import { type PatchTransformerOptions, patchTransformerKind } from './patch_transformer.ts'
import { rnnKind } from './rnn.ts'

/** All kinds of classifiers and regressors of sequences. The first one is the default. */
export const sequenceKinds: readonly SequenceKind[] = [
  ...[miniRocketKind, lstmKind, gruKind, lstmFcnKind, patchTransformerKind, rnnKind],
]

/** A kind, and the options that it has. */
export type KindOptions =
  | ({ kind?: 'miniRocket' } & MiniRocketOptions)
  | ({ kind: 'gru' | 'lstm' | 'rnn' } & SequenceRecurrentOptions)
  | ({ kind: 'lstmFcn' } & LstmFcnOptions)
  | ({ kind: 'patchTransformer' } & PatchTransformerOptions)

/** The name of a kind. */
export type SequenceKindName = NonNullable<KindOptions['kind']>

export type { SequenceNetworkOptions, SequenceRecurrentOptions } from '../networks/fields.ts'
export type { LstmFcnOptions } from './lstm_fcn.ts'
export type { MiniRocketOptions } from './mini_rocket.ts'
export type { PatchTransformerOptions } from './patch_transformer.ts'
