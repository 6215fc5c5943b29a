import { recurrentKind } from '../networks/recurrent_kind.ts'

export const gruKind = recurrentKind('gru', 'gated recurrent units in both directions, with attention over the steps')
