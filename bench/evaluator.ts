// Compares backtest and metrics of gatecast with published numbers: the naive forecasts of the long-horizon benchmarks
// and of the M3 and M4 competitions, in every published digit. Also checks that conformal intervals of 80 % cover 75 to
// 85 %.
//
//   npm run bench:evaluator -- --data DIR
//
// Prints each published number and ours. The exit code is 1 if a number differs.

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
console.log(`${checks.length - wrong} of ${checks.length} numbers are right, in ${seconds} s`)
if (wrong > 0) process.exitCode = 1
