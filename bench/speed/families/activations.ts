// Nanoseconds per element, and the largest error in units of the last place, of functions applied repeatedly in L1
// cache. exp is followed by log: alone it would overflow.

import { exp, gelu, input, log, Model, sigmoid, silu, softplus, type Tensor, tanh, type Value } from 'gatecast/nn'
import { normal } from '../addon.ts'
import type { Context, Value as Figure, Findings } from '../context.ts'
import { alternate, find, local, type Match, seconds } from '../rounds.ts'
import { checkSame } from '../same.ts'
import { median } from '../statistics.ts'
import { digits, duration, table, times } from '../table.ts'
import { aheadOfBest, quartiles } from './comparison.ts'
import { largestUlp, references } from './ulp.ts'

const functions = { exp, log, tanh, sigmoid, gelu, silu, softplus }
type Name = keyof typeof functions

const chains: Name[][] = [['tanh'], ['sigmoid'], ['exp', 'log'], ['softplus'], ['gelu'], ['silu']]
const elements = 4096
const repeated = 96

export async function activations(context: Context): Promise<Partial<Findings>> {
  const matches: Match[] = []
  for (const names of chains) matches.push(await measure(names, context))
  const values = await errors(context.torch)
  const header = ['Per element, 1 thread', 'gatecast', 'torch', 'ORT', 'vs best', 'quartiles', 'ULP', 'torch ULP']
  const rows = matches.map((match) => row(match, values))
  context.print(table(header, rows))
  return { matches, values }
}

async function measure(names: readonly Name[], { torch, onnx, effort }: Context): Promise<Match> {
  const name = names.join(' and ')
  const x = normal([1, elements], 1)
  const chain = Array.from({ length: repeated }, (_, i) => names[i % names.length])
  const model = applied(chain)
  const { y } = await model.predict({ x })
  const contestants = [local('gatecast', 1, () => model.predict({ x }, { threads: 1 }))]
  const theirs = await torch?.make('activation', { chain }, { x })
  if (theirs) {
    checkSame(`PyTorch, ${name}`, y, (await theirs.run('forward'))[0])
    contestants.push(theirs.contestant('forward', 1))
  }
  const session = onnx && onnxOps[names[0]] ? await onnx.make(inOnnx(chain, x), 1) : undefined
  if (session) {
    checkSame(`onnxruntime, ${name}`, y, (await session.run())[`y${repeated}`])
    contestants.push(session.contestant())
  }
  const match = { family: 'activations', name, pass: 'forward', about: {} }
  const measured = await alternate(match, elements * repeated, contestants, effort)
  await theirs?.drop()
  await session?.release()
  return measured
}

function row(match: Match, values: readonly Figure[]): string[] {
  const perElement = (who: string) => {
    const series = find(match, who, 1)
    return series ? duration(median(seconds(series)) / series.work) : ''
  }
  const ulp = (who: string) =>
    match.name
      .split(' and ')
      .map((name) => values.find((value) => value.name === `${name}, ${who}`))
      .map((found) => (found ? digits(found.value) : ''))
      .join(', ')
  const ratio = aheadOfBest(match, 1)
  return [
    match.name,
    ...['gatecast', 'torch', 'ORT'].map(perElement),
    ratio ? times(ratio.median) : '',
    quartiles(ratio),
    ulp('gatecast'),
    ulp('torch'),
  ]
}

function applied(chain: readonly Name[]) {
  const x = input(['batch', 'time'])
  let y: Value<['batch', 'time']> = x
  for (const name of chain) y = functions[name](y)
  return new Model({ inputs: { x }, outputs: { y } })
}

/** The largest error over the numbers that occur in networks. */
async function errors(torch: Context['torch']): Promise<Figure[]> {
  const values: Figure[] = []
  for (const [name, reference] of Object.entries(references) as [Name, (x: number) => number][]) {
    const data = Float32Array.from({ length: 200_001 }, (_, i) => (i - 100_000) / 10_000 + 1e-5)
    const x: Tensor = { shape: [1, data.length], data: name === 'log' ? data.map(Math.abs) : data }
    const add = (who: string, y: Tensor) => {
      const value = largestUlp(x.data, y.data, reference)
      values.push({ family: 'activations', name: `${name}, ${who}`, value, unit: 'ULP' })
    }
    add('gatecast', (await applied([name]).predict({ x })).y)
    const theirs = await torch?.make('activation', { chain: [name] }, { x })
    if (theirs) add('torch', (await theirs.run('forward'))[0])
    await theirs?.drop()
  }
  return values
}

const onnxOps: Partial<Record<Name, string>> = {
  exp: 'Exp',
  log: 'Log',
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  softplus: 'Softplus',
}

const inOnnx = (chain: readonly Name[], x: Tensor) => ({
  nodes: chain.map((name, i) => ({
    op: onnxOps[name] ?? '',
    inputs: [i === 0 ? 'x' : `y${i}`],
    outputs: [`y${i + 1}`],
  })),
  weights: {},
  inputs: { x },
  outputs: [`y${chain.length}`],
})
