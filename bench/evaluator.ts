// Checks gatecast's backtest and metrics against published numbers: the naive rows of the long-horizon benchmarks and of
// the M3 and M4 competitions, to every digit given; and that conformal intervals of 80 % hold 75 to 85 % of what comes.
//
//   npm run bench:evaluator -- --data DIR
//
// Prints published numbers beside ours, and ends with 1 if one differs.

import { parseArgs } from 'node:util'
import { competitions } from './evaluator/competitions.ts'
import { coverages } from './evaluator/coverages.ts'
import { longHorizon } from './evaluator/long_horizon.ts'
import { type Check, matches, table } from './evaluator/table.ts'

const { values } = parseArgs({ options: { data: { type: 'string' } } })
if (values.data === undefined) {
  console.error('Expected --data DIR, the folder with ett, exchange, m4 and competitions')
  process.exit(2)
}

const start = performance.now()
const checks: Check[] = []
for await (const check of competitions(values.data)) checks.push(check)
for await (const check of longHorizon(values.data)) checks.push(check)
for await (const check of coverages(values.data)) checks.push(check)
console.log(table(checks))
const wrong = checks.filter((check) => !matches(check)).length
const seconds = ((performance.now() - start) / 1000).toFixed(0)
console.log(`${checks.length - wrong} of ${checks.length} numbers as they should be, in ${seconds} s`)
if (wrong > 0) process.exitCode = 1
