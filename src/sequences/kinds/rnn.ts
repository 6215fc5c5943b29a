import { recurrentKind } from '../networks/recurrent_kind.ts'

export const rnnKind = recurrentKind('rnn', 'a plain recurrent network, to compare gated ones with')
