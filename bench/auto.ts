// The choice of `auto` beside its candidates, on cases that are drawn by seeds: single series and panels, cut at random
// places. Each case writes one JSON file; a case whose file exists is not repeated.
//
//   npm run bench:auto -- --data DIR [--seeds 1-40] [--minutes 1] [--out DIR]
//
// Rules are chosen with other seeds than those that are reported: 1 to 40 are reported, others are for choosing.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { draw } from './auto/draw.ts'
import { poolsOf } from './auto/pools.ts'
import { type CaseResult, runCase } from './auto/run_case.ts'
import { lineOf, summaryOf } from './auto/table.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    seeds: { type: 'string', default: '1-40' },
    minutes: { type: 'string', default: '1' },
    out: { type: 'string', default: 'build/auto' },
  },
})
if (values.data === undefined) {
  console.error('Expected --data DIR, the folder with m4, competitions, ett, exogenous, messy and classic')
  process.exit(2)
}
const [first, last = first] = values.seeds.split('-').map(Number)
const minutes = Number(values.minutes)
const pools = poolsOf(values.data)
mkdirSync(values.out, { recursive: true })
const results: CaseResult[] = []
for (let seed = first; seed <= last; seed++) {
  const file = join(values.out, `case-${seed}-${minutes}.json`)
  if (!existsSync(file)) {
    const result = await runCase(draw(seed, pools), minutes)
    writeFileSync(`${file}.part`, JSON.stringify(result, null, 1))
    renameSync(`${file}.part`, file)
  }
  const result = JSON.parse(readFileSync(file, 'utf8')) as CaseResult
  results.push(result)
  console.log(lineOf(result))
}
console.log(summaryOf(results))
