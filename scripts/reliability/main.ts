// Everything that tries to break the library, with one table at the end.
//
//   npm run test:reliability -- [minutes of each fuzz target, default 10] [--list] [--resume] [part of the name of a step ...]
//
// With less than 10 minutes, the other random steps are shorter too. --list prints the steps. --resume keeps the results
// of steps that an earlier run has finished without a finding, if the files that they test are the same. Logs are in
// build/reliability. The exit status is 0 only if no bar is broken: nothing crashed, hung, raced, leaked, was lost or
// failed, and no hold or abort was too long.

import { faults } from './figures.ts'
import { earlierResult, type Result, runStep } from './run_step.ts'
import { stepsFor } from './steps.ts'
import { printTable } from './table.ts'

const flags = process.argv.slice(2).filter((arg) => arg.startsWith('--'))
const [minutes, ...parts] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const wrong = flags.find((flag) => !['--list', '--resume'].includes(flag))
if (wrong !== undefined || !(Number(minutes ?? 10) > 0)) {
  console.error(
    wrong === undefined
      ? `Expected the minutes of each fuzz target first, a number above 0, got "${minutes}"`
      : `Expected --list or --resume, got "${wrong}"`,
  )
  process.exit(2)
}
const steps = stepsFor(Number(minutes ?? 10)).filter(
  ({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)),
)
if (steps.length === 0) {
  console.error(`Expected a part of the name of a step, got ${parts.join(', ')}. Use --list to see the names.`)
  process.exit(2)
}
if (flags.includes('--list')) {
  for (const { name } of steps) console.log(name)
  process.exit(0)
}

const results: Result[] = []
for (const step of steps) {
  const earlier = flags.includes('--resume') ? earlierResult(step) : undefined
  if (earlier && faults.every((key) => earlier[key] === 0)) {
    console.log(`${step.name}: done before`)
    results.push(earlier)
    continue
  }
  console.log(`${step.name} ...`)
  const result = await runStep(step)
  const found = faults.filter((key) => result[key] > 0).map((key) => `${result[key]} ${key}`)
  if (found.length > 0) console.log(`  ${found.join(', ')}`)
  results.push(result)
}
process.exit(printTable(results, (line) => console.log(line)) ? 0 : 1)
