import { recurrentKind } from '../networks/recurrent_kind.ts'

export const lstmKind = recurrentKind(
  'lstm',
  'long short-term memory in both directions, with attention over the steps',
)
