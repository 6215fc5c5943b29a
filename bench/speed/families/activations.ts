// Nanoseconds per element and the largest error in units of the last place, of functions applied many times over in L1.
// exp is followed by log: alone it would overflow.

import { exp, gelu, input, log, Model, sigmoid, silu, softplus, type Tensor, tanh, type Value } from 'gatecast/nn'
import { normal } from '../addon.ts'
import type { Context, Findings, Value as Number_ } from '../context.ts'
import { alternate, find, local, type Match, type Series, seconds } from '../rounds.ts'
import { median } from '../statistics.ts'
import { digits, duration, table } from '../table.ts'
import { best } from './comparison.ts'
import { largestUlp, references } from './ulp.ts'

const functions = { exp, log, tanh, sigmoid, gelu, silu, softplus }
type Name = keyof typeof functions

const chains: Name[][] = [['tanh'], ['sigmoid'], ['exp', 'log'], ['softplus'], ['gelu'], ['silu']]
const elements = 4096
const times = 96

export async function activations({ torch, onnx, effort, print }: Context): Promise<Partial<Findings>> {
  const x = normal([1, elements], 1)
  const matches: Match[] = []
  for (const names of chains) {
    const chain = Array.from({ length: times }, (_, i) => names[i % names.length])
    const model = applied(chain)
    const contestants = [local('gatecast', 1, () => model.predict({ x }, { threads: 1 }))]
    const theirs = await torch?.make('activation', { chain }, { x })
    if (theirs) contestants.push(theirs.contestant('forward', 1))
    const session = onnx && onnxOps[names[0]] ? await onnx.make(inOnnx(chain, x), 1) : undefined
    if (session) contestants.push(session.contestant())
    const match = { family: 'activations', name: names.join(' and '), pass: 'forward', about: {} }
    matches.push(await alternate(match, elements * times, contestants, effort))
    await theirs?.drop()
    await session?.release()
  }
  const values = await errors(torch)
  const perElement = (series: Series | undefined) => (series ? duration(median(seconds(series)) / series.work) : '')
  const ulp = (name: string, who: string) => {
    const found = values.find((value) => value.name === `${name}, ${who}`)
    return found ? digits(found.value) : ''
  }
  const rows = matches.map((match) => {
    const own = find(match, 'gatecast', 1)
    const peer = best(match, 1)
    const ratio = own && peer ? `${digits(median(seconds(peer)) / median(seconds(own)))} x` : ''
    const each = match.name.split(' and ')
    return [
      match.name,
      perElement(own),
      perElement(find(match, 'torch', 1)),
      perElement(find(match, 'ORT', 1)),
      ratio,
      each.map((name) => ulp(name, 'gatecast')).join(', '),
      each.map((name) => ulp(name, 'torch')).join(', '),
    ]
  })
  print(table(['Per element, 1 thread', 'gatecast', 'torch', 'ORT', 'vs best', 'ULP', 'torch ULP'], rows))
  return { matches, values }
}

function applied(chain: readonly Name[]) {
  const x = input(['batch', 'time'])
  let y: Value<['batch', 'time']> = x
  for (const name of chain) y = functions[name](y)
  return new Model({ inputs: { x }, outputs: { y } })
}

/** Over the numbers that networks meet. */
async function errors(torch: Context['torch']): Promise<Number_[]> {
  const values: Number_[] = []
  for (const name of Object.keys(references) as Name[]) {
    const data = Float32Array.from({ length: 200_001 }, (_, i) => (i - 100_000) / 10_000 + 1e-5)
    const x: Tensor = { shape: [1, data.length], data: name === 'log' ? data.map(Math.abs) : data }
    const found = { gatecast: (await applied([name]).predict({ x })).y, torch: undefined as Tensor | undefined }
    const theirs = await torch?.make('activation', { chain: [name] }, { x })
    if (theirs) found.torch = (await theirs.run('forward'))[0]
    await theirs?.drop()
    for (const [who, y] of Object.entries(found))
      if (y) {
        const value = largestUlp(x.data, y.data, references[name] as (value: number) => number)
        values.push({ family: 'activations', name: `${name}, ${who}`, value, unit: 'ULP' })
      }
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
