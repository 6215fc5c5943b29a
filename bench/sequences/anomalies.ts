// Anomalies of five kinds in generated series with a season and noise: recall of each kind, precision, false alarms on
// clean rows, and the score of the NAB, of detectors with a rate of false alarms of 1 %. Beside them, a rolling z-score
// whose limit is calibrated on the same held-out rows.
//
//   npm run bench:anomalies -- [--series 40] [--rows 1500] [--slow]
//
// --slow adds a GRU and an autoencoder for each series, which takes minutes.

import { parseArgs } from 'node:util'
import { gru, panelFromSeries } from 'gatecast'
import { type AnomalyOptions, anomalies } from 'gatecast/sequences'
import { type AnomalyKind, anomalyKinds, labelledSeries } from './labelled.ts'
import { addAlarms, emptyTally, type Tally } from './score.ts'

const { values } = parseArgs({
  options: { series: { type: 'string' }, rows: { type: 'string' }, slow: { type: 'boolean' } },
})
const [count, rows] = [Number(values.series ?? 40), Number(values.rows ?? 1500)]
if (!(count >= 1 && rows >= 1500)) {
  console.error('Expected --series from 1 on, and --rows from 1500 on: ten anomalies need room')
  process.exit(2)
}
const falseAlarms = 0.01
const season = 24

type Flags = { clean: ArrayLike<number>; flags: ArrayLike<number> }
type Detect = (data: ReturnType<typeof labelledSeries>) => Promise<Flags>

const withDetector =
  (options: AnomalyOptions): Detect =>
  async ({ normal, clean, anomalous }) => {
    const detector = anomalies({ season, falseAlarms, ...options })
    const panel = (parts: Float64Array[]) =>
      panelFromSeries([{ id: 'a', start: 0, values: Float64Array.from(parts.flatMap((part) => Array.from(part))) }], {
        frequency: 'h',
      })
    await detector.fit(panel([normal]))
    const flagsOf = async (part: Float64Array) =>
      (await detector.detect(panel([normal, part]))).of().anomaly.slice(rows)
    return { clean: await flagsOf(clean), flags: await flagsOf(anomalous) }
  }

/** Distance from the mean of the last two seasons, in their standard deviations. */
const zScores = (all: number[]): number[] =>
  all.map((value, row) => {
    const before = all.slice(Math.max(0, row - 2 * season), row)
    const mean = before.reduce((sum, one) => sum + one / before.length, 0)
    const variance = before.reduce((sum, one) => sum + (one - mean) ** 2 / before.length, 0)
    return Math.abs(value - mean) / Math.sqrt(variance)
  })

const rollingZ =
  (rate: number): Detect =>
  async ({ normal, clean, anomalous }) => {
    const heldOut = zScores([...normal])
      .slice(Math.floor(0.6 * rows))
      .sort((a, b) => a - b)
    // With few held-out rows, a small rate asks for more than the largest score.
    const limit = heldOut[Math.min(heldOut.length, Math.ceil((heldOut.length + 1) * (1 - rate))) - 1]
    const flagsOf = (part: Float64Array) =>
      zScores([...normal, ...part])
        .slice(rows)
        .map((score) => (score > limit ? 1 : 0))
    return { clean: flagsOf(clean), flags: flagsOf(anomalous) }
  }

const detectors: [name: string, detect: Detect, most: number][] = [
  ['rolling z-score', rollingZ(falseAlarms), count],
  ['rolling z-score, 0.1 %', rollingZ(0.001), count],
  ['smoothing', withDetector({}), count],
  ['smoothing, 0.1 %', withDetector({ falseAlarms: 0.001 }), count],
  ['smoothing, value alone', withDetector({ checks: ['value'] }), count],
  ...(values.slow
    ? (
        [
          ['gru, horizon 24', withDetector({ by: gru({ horizon: 24, hiddenSize: 32 }) }), Math.min(count, 8)],
          ['autoencoder', withDetector({ by: 'autoencoder' }), Math.min(count, 8)],
        ] as const
      ).map((one) => [...one] as [string, Detect, number])
    : []),
]

const percent = (part: number, whole: number) => (whole ? ((100 * part) / whole).toFixed(1) : '-').padStart(6)
const line = (name: string, tally: Tally, seconds: number, series: number) =>
  [
    name.padEnd(24),
    percent(tally.cleanAlarms, tally.cleanRows),
    percent(tally.rightEvents, tally.events),
    ...anomalyKinds.map((kind: AnomalyKind) => percent(tally.found[kind], tally.labels[kind])),
    percent(tally.nab, tally.nabMost),
    `${((1000 * seconds) / series).toFixed(0).padStart(6)} ms`,
  ].join('  ')

console.log(`${count} series of ${rows} normal, ${rows} clean and ${rows} anomalous rows; rate ${100 * falseAlarms} %`)
console.log(
  [
    'detector'.padEnd(24),
    ' false',
    ' prec.',
    ...anomalyKinds.map((kind) => kind.padStart(6)),
    '   NAB',
    'a series',
  ].join('  '),
)
for (const [name, detect, most] of detectors) {
  const tally = emptyTally()
  const start = performance.now()
  for (let seed = 1; seed <= most; seed++) {
    const data = labelledSeries(seed, rows)
    const { clean, flags } = await detect(data)
    addAlarms(tally, clean, flags, data.labels)
  }
  console.log(line(name, tally, (performance.now() - start) / 1000, most))
}
