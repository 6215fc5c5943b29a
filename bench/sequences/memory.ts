// Tasks that need a long memory: the adding problem over 600 steps, and copying 10 symbols after 200 steps.
//
//   npm run bench:recall                     both tasks, LSTM and GRU
//   npm run bench:recall -- adding gru       one task, one cell
//
// Prints the loss on problems that training has not seen, and the minutes. The exit code is 1 unless both cells add with
// a squared error below 1e-3 and one cell copies with a tenth of the loss of guessing.

import { adam, cosineDecay, crossEntropy, gru, input, last, linear, lstm, Model, mse } from 'gatecast/nn'
import { addingProblems } from './memory/adding.ts'
import { copyProblems } from './memory/copying.ts'

type Cell = 'lstm' | 'gru'
const wanted = process.argv.slice(2)
const isWanted = (name: string, others: readonly string[]) =>
  wanted.includes(name) || !others.some((other) => wanted.includes(other))
const tasks = ['adding', 'copy'].filter((task, _, all) => isWanted(task, all))
const cells = (['lstm', 'gru'] as const).filter((cell, _, all) => isWanted(cell, all))
const minutesSince = (start: number): string => ((performance.now() - start) / 60_000).toFixed(1)

/** Orthogonal recurrent weights keep the norm of the state over many steps, and gates begin with memories of all lengths. */
const layer = (cell: Cell, x: Parameters<typeof gru>[0], hiddenSize: number, time: number) =>
  (cell === 'lstm' ? lstm : gru)(x, { hiddenSize, recurrentInitial: 'orthogonal', memory: time }).output

async function adding(cell: Cell): Promise<boolean> {
  const time = 600
  const x = input(['batch', 'time', 2])
  const y = input(['batch', 1])
  const sum = linear(last(layer(cell, x, 64, time)), 1)
  const model = new Model({ inputs: { x, y }, outputs: { sum }, loss: mse(sum, y), seed: 1 })
  const start = performance.now()
  await model.fit(addingProblems(10_000, time, 1), {
    epochs: 20,
    batchSize: 32,
    optimizer: adam({ learningRate: 3e-3 }),
    schedule: cosineDecay({ floor: 0.01 }),
    clipNorm: 1,
    onProgress: ({ epoch, loss }) =>
      console.log(`  epoch ${epoch}: ${loss.toExponential(2)}, ${minutesSince(start)} min`),
  })
  const { loss } = await model.evaluate(addingProblems(2000, time, 2))
  console.log(
    `adding, ${time} steps, ${cell}: ${loss.toExponential(2)} after ${minutesSince(start)} min; always 1: 1.67e-1`,
  )
  return loss < 1e-3
}

async function copying(cell: Cell): Promise<boolean> {
  const time = 200
  const x = input(['batch', 'time', 10])
  const y = input(['batch', 'time'], { type: 'int32' })
  const logits = linear(layer(cell, x, 128, time), 9)
  const model = new Model({ inputs: { x, y }, outputs: { logits }, loss: crossEntropy(logits, y), seed: 1 })
  const start = performance.now()
  const guessing = (10 * Math.log(8)) / (time + 20)
  const held = copyProblems(500, time, 0)
  let loss = Number.POSITIVE_INFINITY
  // Short waits come first: what a cell learns to store for 10 steps, it stores for 200 steps after a few more updates.
  for (const [wait, problems, epochs] of [
    [10, 20_000, 15],
    [30, 10_000, 5],
    [80, 10_000, 4],
    [time, 10_000, 6],
  ] as const) {
    await model.fit(copyProblems(problems, wait, wait), {
      epochs,
      batchSize: 32,
      optimizer: adam({ learningRate: wait === 10 ? 3e-3 : 1e-3 }),
      schedule: cosineDecay({ floor: 0.1 }),
      clipNorm: 1,
      onProgress: (now) => console.log(`  wait ${wait}: ${now.loss.toExponential(2)}, ${minutesSince(start)} min`),
    })
  }
  loss = (await model.evaluate(held)).loss
  console.log(
    `copying, ${time} steps, ${cell}: ${loss.toExponential(2)} after ${minutesSince(start)} min; guessing: ${guessing.toExponential(2)}`,
  )
  return loss < guessing / 10
}

const run: Record<string, (cell: Cell) => Promise<boolean>> = { adding, copy: copying }
for (const task of tasks) {
  const solved: boolean[] = []
  for (const cell of cells) solved.push(await run[task](cell))
  if (task === 'adding' ? solved.includes(false) : !solved.includes(true)) process.exitCode = 1
}
