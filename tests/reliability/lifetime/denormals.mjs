// Processor time of the same work on numbers of usual size and on denormals: node denormals.mjs. Prints the quietest of several
// rounds, in milliseconds. A processor that computes with denormals takes some hundred cycles for each.

import { pathToFileURL } from 'node:url'

const load = (entry) => import(pathToFileURL(`${process.cwd()}/dist/js/${entry}.js`).href)
const { matmul, softmax } = await load('native')
const { Model, gru, input, last, linear, mse } = await load('nn')

const [usual, denormal] = [1, 1e-39]
const numbers = (size, scale) => Float32Array.from({ length: size }, (_, i) => scale * (0.5 + ((i * 7919) % 101) / 101))
const threads = 1

/** Makes the work for numbers of a scale. Each function takes tens of milliseconds. */
const works = {
  matmul: (scale) => {
    const [a, b] = [numbers(512 * 512, scale), numbers(512 * 512, 1)]
    return () => matmul(a, b, { m: 512, k: 512, n: 512, threads })
  },
  fit: (scale) => {
    const [x, y] = [input(['batch', 'time', 4]), input(['batch', 1])]
    const forecast = linear(last(gru(x, { hiddenSize: 32 }).output), 1)
    const model = new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y) })
    const data = {
      x: { shape: [256, 32, 4], data: numbers(256 * 32 * 4, scale) },
      y: { shape: [256, 1], data: numbers(256, scale) },
    }
    return () => model.fit(data, { epochs: 1, threads })
  },
  softmax: (scale) => {
    const x = numbers(4096 * 256, scale)
    return () => softmax(x, { rows: 4096, columns: 256, threads })
  },
}

async function millisecondsOf(work) {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const figures = {}
for (const [name, make] of Object.entries(works)) {
  const both = [make(usual), make(denormal)]
  const quietest = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  // In turns, so that a busy machine slows down both.
  for (let round = 0; round < 12; round++)
    for (const [i, work] of both.entries()) quietest[i] = Math.min(quietest[i], await millisecondsOf(work))
  figures[name] = { usual: quietest[0], denormals: quietest[1], ratio: quietest[1] / quietest[0] }
}
console.log(JSON.stringify(figures))
