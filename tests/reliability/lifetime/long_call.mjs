// Runs one long call of the built package, and says so: node long_call.mjs <call> [milliseconds] [how it ends]

import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'

const [name, after = '', how = ''] = isMainThread ? process.argv.slice(2) : workerData
const load = (entry) => import(pathToFileURL(`${process.cwd()}/dist/js/${entry}.js`).href)

const values = (rows) =>
  Float64Array.from({ length: rows }, (_, row) => 50 + 10 * Math.sin(row / 4) + ((row * 7919) % 13))
const panelOf = ({ panelFromSeries }, count, rows) =>
  panelFromSeries(
    Array.from({ length: count }, (_, i) => ({ id: `${i}`, values: values(rows) })),
    { frequency: '1h' },
  )

const stop = new AbortController()
parentPort?.once('message', () => stop.abort())

const calls = {
  async fit() {
    const gatecast = await load('index')
    return gatecast.gru({ horizon: 8, context: 64 }).fit(panelOf(gatecast, 50, 2000), { epochs: 1000 })
  },
  async predict() {
    const { Model, input, lstm, linear } = await load('nn')
    const x = input(['batch', 256, 8])
    const { output } = lstm(x, { hiddenSize: 256 })
    const model = new Model({ inputs: { x }, outputs: { y: linear(output, 1) } })
    for (;;) await model.predict({ x: { shape: [512, 256, 8], data: new Float32Array(512 * 256 * 8) } })
  },
  async local() {
    const gatecast = await load('index')
    return gatecast.arima({ horizon: 8 }).predict(panelOf(gatecast, 200, 2000))
  },
  async read() {
    const { Tables } = await load('files')
    const tables = await Tables.open({ threads: 2 })
    const query = `select (range % 1000)::varchar as id, timestamp '2024-01-01' + interval (range) second as time,
      sqrt(range) + length(md5(range::varchar)) as y from range(200000000)`
    try {
      return await tables.readPanel({ query }, { series: 'id', time: 'time', target: 'y' }, { signal: stop.signal })
    } finally {
      // The call rejects at the abort; only this waits until the threads of DuckDB have stopped.
      await tables.close()
    }
  },
  async features() {
    const { sequenceClassifier } = await load('sequences')
    const sequences = Array.from({ length: 3000 }, (_, i) => values(500).map((value) => value * (1 + (i % 2))))
    const labels = sequences.map((_, i) => `${i % 2}`)
    for (;;) await sequenceClassifier({ kind: 'miniRocket' }).fit({ sequences, labels })
  },
}

/** Calls that hold the JS thread: what comes after them is said before. */
const busy = {
  async busy() {
    const gatecast = await load('index')
    const times = Array.from({ length: 200_000 }, (_, i) => new Date(i * 60_000).toISOString())
    console.log('started')
    for (;;) gatecast.parseTimes(times)
  },
}

const say = (text) => (isMainThread ? console.log(text) : parentPort.postMessage(text))
const work = (calls[name] ?? busy[name])()
work.then(
  () => say('ended'),
  (error) => say(`failed: ${error.message}`),
)
await sleep(300)
say('started')
if (how === 'exit') {
  await sleep(Number(after))
  process.exit(7)
}
