// A whole training step: gather the batch, forward, loss, backward, Adam. The model is an LSTM with a linear layer on
// its last output, trained by Model.fit.

import { adam, input, last, linear, lstm, Model, mse, type Tensor } from 'gatecast/nn'
import { normal } from '../addon.ts'
import { smallLstm } from '../cases.ts'
import type { Context, Findings } from '../context.ts'
import { alternate, find, local, type Series, seconds } from '../rounds.ts'
import { checkSame } from '../same.ts'
import { median } from '../statistics.ts'
import { duration } from '../table.ts'
import { comparison } from './comparison.ts'

/** Number of steps in an epoch, large enough that the work of `fit` before and after an epoch takes a small share. */
const steps = 10

const { input: inputSize, hidden, batch, time } = smallLstm

export async function training({ torch, tfjs, threads, effort, print }: Context): Promise<Partial<Findings>> {
  const x = normal([batch, time, inputSize], 1)
  const y = normal([batch, 1], 2)
  const data = { x: repeated(x, steps), y: repeated(y, steps) }
  const model = trained()
  const weights = model.parameters
  const loss = (await model.evaluate({ x, y })).loss
  const ours = (count: number) => () =>
    model.fit(data, { epochs: 1, batchSize: batch, optimizer: adam(), threads: count })
  const contestants = threads.map((count) => local('gatecast', count, ours(count), steps))
  const theirs = await torch?.make('training', { input: inputSize, hidden }, { x, y, ...named(weights) })
  if (theirs) {
    checkSame("PyTorch's loss", one(loss), (await theirs.run('both'))[0])
    contestants.push(...threads.map((count) => ({ ...theirs.contestant('both', count), work: 1 })))
  }
  const browser = await tfjs?.training({ time, inputSize, hidden, weights, x, y })
  if (browser) {
    checkSame("tfjs' loss", one(loss), one(await browser.step()))
    contestants.push(local('tfjs', 1, browser.step, 1))
  }
  const about = { family: 'training', name: `lstm ${inputSize}, ${hidden}, ${batch}, ${time}`, pass: 'step', about: {} }
  const match = await alternate(about, 1, contestants, effort)
  const show = (series: Series) => duration(median(seconds(series)) / series.work)
  print(comparison('Training', [match], threads, show))
  if (!find(match, 'tfjs', 1)) print('Training with tfjs: skipped')
  return { matches: [match] }
}

function trained() {
  const x = input(['batch', 'time', inputSize])
  const y = input(['batch', 1])
  const forecast = linear(last(lstm(x, { hiddenSize: hidden }).output), 1)
  return new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y), seed: 1 })
}

/** Gives the weights the names and the order that PyTorch uses. */
function named(weights: Record<string, Tensor>): Record<string, Tensor> {
  const names = ['weight_ih_l0', 'weight_hh_l0', 'bias_ih_l0', 'bias_hh_l0'].map((name) => `layer.${name}`)
  return Object.fromEntries(
    Object.values(weights).map((tensor, i) => [[...names, 'head.weight', 'head.bias'][i], tensor]),
  )
}

const one = (value: number): Tensor => ({ shape: [], data: Float32Array.of(value) })

function repeated({ shape, data }: Tensor, count: number): Tensor {
  const all = new Float32Array(count * data.length)
  for (let i = 0; i < count; i++) all.set(data, i * data.length)
  return { shape: [count * shape[0], ...shape.slice(1)], data: all }
}
