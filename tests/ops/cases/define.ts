// Defines random cases of an op, on which the addon must agree with the reference.
import fc from 'fast-check'
import type { Sizes } from '../../reference/types.ts'
import { checkCase, type Tolerance, tolerance } from '../check.ts'
import { type Case, generator, Values } from '../values.ts'

/** Random cases of one op. The title continues the kind, for example "softmax sums to 1 along its axis". */
export interface OpCases {
  readonly kind: string
  readonly title: string
  /** Draws the cases and checks each one: by default its outputs and gradients. */
  readonly check: (checkOne?: CheckOne) => Promise<void>
}

/** Checks one case, with choices that must not change the result. */
export type CheckOne = (test: Case, sizes: Sizes, choose: () => number, allowed: Tolerance) => Promise<void>

export interface CaseOptions extends Partial<Tolerance> {
  runs?: number
}

/** The share of the cases that run, the first ones: below 1 on emulated machines and with sanitizers, which are slow. */
const share = Number(process.env.GATECAST_CASES_SHARE ?? 1)

/**
 * @param drawn - what fast-check draws, and shrinks after a failure: sizes, attributes, which inputs are present
 * @param build - makes attributes and inputs from it; `null` draws again
 */
export function defineCases<T>(
  kind: string,
  title: string,
  drawn: fc.Arbitrary<T>,
  build: (drawn: T, values: Values) => Omit<Case, 'kind'> | null,
  { runs = 60, ...allowed }: CaseOptions = {},
): OpCases {
  const sizesOf = (description: T): Sizes => ({ batch: 1, time: 1, ...(description as Partial<Sizes>) })
  const check = async (checkOne: CheckOne = checkCase) => {
    const property = fc.asyncProperty(drawn, fc.integer({ min: 0 }), async (description, seed) => {
      const sizes = sizesOf(description)
      const built = build(description, new Values(seed, sizes))
      fc.pre(built !== null)
      await checkOne({ ...(built as Case), kind }, sizes, generator(seed + 1), { ...tolerance, ...allowed })
    })
    await fc.assert(property, {
      seed: 20_260_731,
      numRuns: Math.ceil(runs * share),
      interruptAfterTimeLimit: 240_000,
      markInterruptAsFailure: true,
    })
  }
  return { kind, title, check }
}
