import { gaussianOutput } from './gaussian.ts'
import { negativeBinomialOutput } from './negative_binomial.ts'
import { pointOutput } from './point.ts'
import { poissonOutput } from './poisson.ts'
import { quantilesOutput } from './quantiles.ts'
import type { Distribution } from './shared/distribution.ts'
import { studentTOutput } from './student_t.ts'

/** All distributions that a network can predict; the first one is the default. */
export const distributions = [
  ...[studentTOutput, gaussianOutput, negativeBinomialOutput, poissonOutput, quantilesOutput, pointOutput],
]

type OutputOf<D> = D extends Distribution<infer O> ? O : never

/** The distribution that a network predicts for each step, with its options; for example `studentT()` makes one. */
export type Output = OutputOf<(typeof distributions)[number]>

export { type GaussianOutput, gaussian } from './gaussian.ts'
export { type NegativeBinomialOutput, negativeBinomial } from './negative_binomial.ts'
export { type PointOutput, point } from './point.ts'
export { type PoissonOutput, poisson } from './poisson.ts'
export { type QuantilesOutput, quantiles } from './quantiles.ts'
export { type StudentTOutput, studentT } from './student_t.ts'
