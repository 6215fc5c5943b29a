// Classifies sequences of public archives, and compares the accuracy with goals.
//
//   npm run bench:sequences -- --data DIR [--only archive,rows,pixels] [--seeds 5]
//
// DIR has the folders classification (sets of the UCR and UEA archives) and mnist (the files t10k). `archive` takes
// about a minute, `rows` a few, `pixels` about half an hour. The exit code is 1 if a goal is missed.

import { parseArgs } from 'node:util'
import { archive } from './sequences/archive.ts'
import { pixels, rows } from './sequences/digits.ts'
import { type Result, table } from './sequences/table.ts'

const { values } = parseArgs({
  options: { data: { type: 'string' }, only: { type: 'string' }, seeds: { type: 'string', default: '5' } },
})
if (values.data === undefined) {
  console.error('Expected --data DIR, the folder with classification and mnist')
  process.exit(2)
}

const parts: Record<string, (data: string, seeds: number) => AsyncGenerator<Result>> = { archive, rows, pixels }
const names = values.only?.split(',') ?? Object.keys(parts)
const results: Result[] = []
for (const name of names) {
  if (!(name in parts)) {
    console.error(`Expected --only ${Object.keys(parts).join(',')}, got ${name}`)
    process.exit(2)
  }
  const own: Result[] = []
  for await (const result of parts[name](values.data, Number(values.seeds))) {
    own.push(result)
    console.error(`${result.data} ${result.kind}: ${result.accuracy.toFixed(4)}`)
  }
  console.log(`\n${name}\n${table(own)}`)
  results.push(...own)
}
const missed = results.filter(({ accuracy, goal }) => goal !== undefined && accuracy < goal)
console.log(`\n${results.length - missed.length} of ${results.length} rows are at their goal or have none`)
if (missed.length > 0) process.exitCode = 1
