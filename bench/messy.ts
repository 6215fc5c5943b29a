// Real data with real faults. Declared options alone make a panel without a missing target from each data set, which is
// then forecast. A wrong option gives an error that names column, row and value.
//
//   npm run bench:messy -- --data DIR
//
// Prints the faults and the resulting panel. The exit code is 1 if something differs from the expectation.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { type DataFrame, readCSV } from 'danfojs-node'
import { gru } from 'gatecast'
import { type Pipeline, type PrepareOptions, prepare } from 'gatecast/danfo'

interface Set {
  file: string
  options: PrepareOptions
  clean: (pipeline: Pipeline) => Pipeline
  /** Rows and missing values of the target: in the file, after making it regular, and after cleaning. */
  expected: { rows: number; regular: number; missing: number; frequency: string }
  wrong: PrepareOptions
  message: RegExp
}

const sets: Set[] = [
  {
    file: 'AirQualityUCI',
    options: { time: ['Date', 'Time'], target: 'CO(GT)', observed: ['T', 'RH', 'NOx(GT)'], missing: [-200] },
    clean: (pipeline) => pipeline.fill('seasonal'),
    expected: { rows: 9357, regular: 9357, missing: 1683, frequency: 'h' },
    wrong: { time: ['Date', 'Time'], target: 'CO (GT)' },
    message: /column "CO \(GT\)" \(target\).*Did you mean "CO\(GT\)"/,
  },
  {
    file: 'bikesharing_hour',
    options: {
      time: ['dteday', 'hr'],
      target: 'cnt',
      observed: ['temp', 'hum', 'windspeed', 'weathersit'],
      categorical: ['weathersit'],
    },
    clean: (pipeline) => pipeline.fill('linear').fill('previous', { columns: 'weathersit' }),
    expected: { rows: 17_520, regular: 17_544, missing: 24, frequency: 'h' },
    wrong: { time: ['dteday', 'hr'], timeFormat: 'D/M/Y', target: 'cnt' },
    message: /time in column "dteday hr", got "1\/13\/11 0" \(row \d+\)/,
  },
  {
    file: 'yosemite_temps',
    options: { time: 'ds', target: 'y', frequency: '5min' },
    clean: (pipeline) => pipeline.fill('linear'),
    expected: { rows: 18_721, regular: 18_721, missing: 12, frequency: '5min' },
    wrong: { time: 'ds', target: 'y', frequency: 'h' },
    message: /steady steps.*"h", got 2017-05-01T00:05:00Z/,
  },
  {
    file: 'usdeur',
    options: { time: 'timestamp', target: 'value' },
    clean: (pipeline) => pipeline.fill('previous'),
    expected: { rows: 2842, regular: 2870, missing: 28, frequency: 'B' },
    wrong: { time: 'value', target: 'timestamp' },
    message: /time in column "value", got 0\.7537 \(row 0\)/,
  },
]

const { values } = parseArgs({ options: { data: { type: 'string' } } })
if (values.data === undefined) {
  console.error('Expected --data DIR, the folder with messy')
  process.exit(2)
}

const missingOf = (target: Float64Array) => target.filter((value) => Number.isNaN(value)).length

/** The reader of danfo needs an uncompressed file. */
async function read(file: string, folder: string): Promise<DataFrame> {
  const path = join(folder, `${file}.csv`)
  writeFileSync(path, gunzipSync(readFileSync(join(values.data as string, 'messy', `${file}.csv.gz`))))
  return (await readCSV(path)) as DataFrame
}

async function check({ options, clean, expected, wrong, message }: Set, frame: DataFrame) {
  const regular = prepare(frame, options).regularise()
  const before = regular.toPanel()
  const after = clean(regular).calendar(['hour', 'dayOfWeek']).toPanel()
  const found = {
    rows: frame.shape[0],
    regular: before.rowCount,
    missing: missingOf(before.target.values),
    frequency: before.frequency.text,
  }
  let told = ''
  try {
    prepare(frame, wrong).toPanel()
  } catch (error) {
    told = (error as Error).message
  }
  const columns = [after.target, ...after.observed, ...after.known]
  const whole = columns.every((column) => missingOf(column.values) === 0)
  const model = gru({ horizon: 24, context: 72, hiddenSize: 16 })
  await model.fit(after, { epochs: 2 })
  const { mean } = await model.predict(after.extend(24))
  const forecast = mean.length === 24 && mean.every(Number.isFinite)
  const right = JSON.stringify(found) === JSON.stringify(expected) && whole && forecast && message.test(told)
  return { found, told, right, mean: mean.slice(0, 3) }
}

const folder = mkdtempSync(join(tmpdir(), 'gatecast-messy-'))
try {
  for (const set of sets) {
    const frame = await read(set.file, folder)
    const start = performance.now()
    const { found, told, right, mean } = await check(set, frame)
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    const { rows, regular, missing, frequency } = found
    const steps = Array.from(mean, (value) => value.toPrecision(4)).join(', ')
    console.log(`${set.file}: ${right ? 'as expected' : 'WRONG'}, ${seconds} s`)
    console.log(`  ${rows} rows, ${regular} at frequency ${frequency}, ${missing} of them missing`)
    console.log(`  forecast ${steps}, ...`)
    console.log(`  with ${JSON.stringify(set.wrong)}:\n    ${told}\n`)
    if (!right) process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true })
}
