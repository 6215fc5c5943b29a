import { attention } from './attention.ts'
import type { OpCases } from './define.ts'
import { elementwise } from './elementwise.ts'
import { linear } from './linear.ts'
import { lossCases } from './losses.ts'
import { normalising } from './normalising.ts'
import { recurrent } from './recurrent.ts'
import { shape } from './shape.ts'

/** The random cases of all ops. gradients.test.ts runs them all, and fails if an op of the addon has none. */
export const cases: readonly OpCases[] = [
  ...attention,
  ...elementwise,
  ...linear,
  ...lossCases,
  ...normalising,
  ...recurrent,
  ...shape,
]
