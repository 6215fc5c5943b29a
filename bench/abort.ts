// How soon an abort ends a call: 200 calls of each kind, each aborted at a random moment.
//
//   npm run bench:abort                     every call
//   npm run bench:abort -- lstm rocket 50   the calls whose names have one of these parts, 50 times
//
// Prints the time from `abort()` to the rejection in milliseconds: half of the calls, 99 % and the slowest. The exit code
// is 1 if the slowest takes 50 ms or more.

import * as nn from 'gatecast/nn'
import { sequenceClassifier } from 'gatecast/sequences'

const limit = 50
const words = process.argv.slice(2)
const rounds = Number(words.find((word) => /^\d+$/.test(word)) ?? 200)
const parts = words.filter((word) => !/^\d+$/.test(word))

const waves = (...shape: number[]): nn.Tensor => {
  const count = shape.reduce((product, size) => product * size, 1)
  return { shape, data: Float32Array.from({ length: count }, (_, i) => Math.sin(i * 0.37)) }
}

type Call = (signal?: AbortSignal) => Promise<unknown>

type Sequences<F extends number> = nn.Value<['batch', 'time', F]>

/** The calls of a network on `samples` sequences. */
function calls(
  name: string,
  samples: number,
  time: number,
  network: (x: Sequences<16>) => Sequences<number>,
): Record<string, Call> {
  const x = nn.input(['batch', 'time', 16])
  const y = nn.input(['batch', 1])
  const forecast = nn.linear(nn.last(network(x)), 1)
  const model = new nn.Model({ inputs: { x, y }, outputs: { forecast }, loss: nn.mse(forecast, y) })
  const data = { x: waves(samples, time, 16), y: waves(samples, 1) }
  return {
    [`${name} fit`]: (signal) => model.fit(data, { epochs: 1, batchSize: samples, signal }),
    [`${name} predict`]: (signal) => model.predict(data, { batchSize: samples, signal }),
    [`${name} gradients`]: (signal) => model.gradients(data, { signal }),
  }
}

const sequences = Array.from({ length: 300 }, (_, i) =>
  Float64Array.from({ length: 1500 }, (_, t) => Math.sin(t * (i % 2 ? 0.1 : 0.11)) + Math.sin(i * t)),
)
const labels = sequences.map((_, i) => (i % 2 ? 'a' : 'b'))

const all: Record<string, Call> = {
  ...calls('lstm 256, 512 x 128', 512, 128, (x) => nn.lstm(x, { hiddenSize: 256 }).output),
  ...calls('gru 64, 2048 x 96', 2048, 96, (x) => nn.gru(x, { hiddenSize: 64 }).output),
  ...calls('linear 1024, 256 x 64', 256, 64, (x) => nn.linear(nn.linear(x, 1024), 1024)),
  ...calls('attention 128, 16 x 1024', 16, 1024, (x) => {
    const wide = nn.linear(x, 128)
    return nn.attention(wide, wide, wide, { heads: 4 })
  }),
  'rocket fit': (signal) => sequenceClassifier().fit({ sequences, labels }, { signal }),
}

for (const [name, call] of Object.entries(all)) {
  if (parts.length > 0 && !parts.some((part) => name.includes(part))) continue
  const start = performance.now()
  await call()
  const whole = performance.now() - start
  const late: number[] = []
  for (let i = 0; i < rounds; i++) {
    const controller = new AbortController()
    let aborted = 0
    const timer = setTimeout(() => {
      aborted = performance.now()
      controller.abort()
    }, Math.random() * whole)
    await call(controller.signal).then(
      () => clearTimeout(timer),
      () => late.push(performance.now() - aborted),
    )
  }
  late.sort((a, b) => a - b)
  const at = (share: number): string =>
    (late[Math.min(late.length - 1, Math.floor(share * late.length))] ?? 0).toFixed(1)
  console.log(
    `${name}: ${whole.toFixed(0)} ms whole; aborted ${late.length}: p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} ms`,
  )
  if ((late.at(-1) ?? 0) >= limit) process.exitCode = 1
}
