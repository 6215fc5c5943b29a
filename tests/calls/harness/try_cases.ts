import fc from 'fast-check'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { setMaxMemory } from '../../../src/index.ts'
import { tally } from '../../setup/tally.ts'
import { type Cases, memoryOfCalls } from './case.ts'
import { change, changed } from './change.ts'
import { fault } from './check.ts'
import { folder } from './given.ts'

/** How many changed calls each function gets; `GATECAST_CALLS` multiplies them. */
const runs = 40 * Number(process.env.GATECAST_CALLS ?? 1)

/** Tests that each call works, and that it stays a result or an error of this library when its arguments are changed. */
export function tryCases(entry: string, cases: Cases): void {
  const before = process.cwd()
  beforeAll(() => {
    setMaxMemory(memoryOfCalls)
    // A changed path may be relative.
    process.chdir(folder())
  })
  afterAll(() => process.chdir(before))
  describe.for(Object.entries(cases))(`${entry}: %s`, ([, tried]) => {
    it('works', async () => {
      await tried.call([...(await tried.args())])
    })

    it('gives a result or a GatecastError, whatever its arguments are', { timeout: 300_000 }, async () => {
      const numRuns = tried.runs === undefined ? runs : Math.ceil((tried.runs * runs) / 40)
      await fc.assert(
        fc.asyncProperty(change, async (one) => {
          const [args, words] = changed(await tried.args(), one)
          const wrong = await fault(tried, args)
          if (wrong !== undefined) throw new Error(`${words}: ${wrong}`)
        }),
        { numRuns },
      )
      tally('inputs', numRuns)
    })
  })
}
