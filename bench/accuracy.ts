// The accuracy of forecasters on data with published results: M4 Hourly and Weekly, M3, NN5 with its gaps, ETTh1, ETTm1
// and exchange rates. Each run writes one JSON file; a run whose file exists is not repeated.
//
//   npm run bench:accuracy -- --data DIR [--only ETTh1,NN5] [--models segRnn,cycleNet,ets+theta,auto] [--horizons 96]
//     [--seeds 0,1,2] [--on validation] [--options '{"context":336}'] [--fit '{"epochs":5}'] [--minutes 1] [--out DIR]
//
//   npm run bench:accuracy -- --table   prints the tables of docs/accuracy.md from the files
//
// Settings are chosen with `--on validation`, the segment before the test.

import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { fileOf, isDone, readAll, write } from './accuracy/results.ts'
import { run } from './accuracy/run.ts'
import type { Segment } from './accuracy/set.ts'
import { sets } from './accuracy/sets.ts'
import { line, tables } from './accuracy/table.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    only: { type: 'string' },
    models: { type: 'string', default: 'seasonalNaive,theta,ets,ar,gru' },
    horizons: { type: 'string' },
    seeds: { type: 'string', default: '0' },
    on: { type: 'string', default: 'test' },
    options: { type: 'string', default: '{}' },
    fit: { type: 'string', default: '{}' },
    minutes: { type: 'string', default: '1' },
    out: { type: 'string', default: 'build/accuracy' },
    table: { type: 'boolean', default: false },
  },
})
if (values.table) {
  console.log(tables(readAll(values.out)))
  process.exit(0)
}
if (values.data === undefined || (values.on !== 'test' && values.on !== 'validation')) {
  console.error('Expected --data DIR, the folder with m4, competitions and ett, and --on test or validation')
  process.exit(2)
}
const { data, out } = values
const on: Segment = values.on
const only = values.only?.split(',')
const unknown = only?.find((name) => !sets.some((set) => set.name === name))
if (unknown !== undefined) {
  console.error(`Expected --only to name ${sets.map(({ name }) => name).join(', ')}, got "${unknown}"`)
  process.exit(2)
}
const wantedHorizons = values.horizons?.split(',').map(Number)

for (const set of sets.filter(({ name }) => only?.includes(name) ?? true))
  for (const horizon of set.horizons.filter((steps) => wantedHorizons?.includes(steps) ?? true))
    for (const model of values.models.split(','))
      for (const seed of values.seeds.split(',').map(Number)) {
        const [options, fit] = [JSON.parse(values.options), JSON.parse(values.fit)]
        const settings = { model, seed, options, fit, minutes: Number(values.minutes) }
        const about = { set: set.name, horizon, on, settings }
        const file = fileOf(out, about)
        if (isDone(file)) continue
        try {
          const scores = await run(set.load(data, horizon, on), settings)
          write(out, file, { ...about, ...scores, cpu: cpus()[0].model })
          console.log(line({ ...about, ...scores }))
        } catch (error) {
          console.log(`${set.name} ${horizon} ${model} ${seed}: ${(error as Error).message}`)
        }
      }
