// The functions of gatecast/native: a large product compared with the peak, and the cost of a call on small arrays.

import { lstmForward, lstmForwardSync, matmul, matmulSync } from 'gatecast/native'
import { normal } from '../addon.ts'
import type { Context, Findings } from '../context.ts'
import { alternate, type Contestant, local, type Match, rate } from '../rounds.ts'
import { median } from '../statistics.ts'
import { digits, duration, percent, table } from '../table.ts'
import { ofPeak, peakContestants } from './peak.ts'

const large = 1024
const smallSizes = [4, 16, 64]

const floats = (count: number, seed: number): Float32Array => normal([count], seed).data as Float32Array

export async function native(context: Context): Promise<Partial<Findings>> {
  const product = await largeProduct(context)
  context.print(shares(product))
  const calls: Match[] = []
  for (const size of smallSizes) calls.push(await small(`${size} x ${size} x ${size}`, products(size), context))
  calls.push(await small('LSTM 8, 64, one step', steps(), context))
  const rows = calls.flatMap(({ name, series }) =>
    series.map((one) => [name, one.who, duration(median(one.rounds.map(({ wall }) => wall)))]),
  )
  context.print(table(['One call', '', 'median'], rows, 2))
  return { matches: [product, ...calls] }
}

async function largeProduct({ threads, effort }: Context): Promise<Match> {
  const [a, b, out] = [floats(large ** 2, 1), floats(large ** 2, 2), new Float32Array(large ** 2)]
  const sizes = { m: large, n: large, k: large }
  const contestants = [
    ...(await peakContestants(threads)),
    local('matmulSync', 1, () => matmulSync(a, b, { ...sizes, out })),
    ...threads.map((count) => local('matmul', count, () => matmul(a, b, { ...sizes, threads: count }))),
  ]
  const match = { family: 'native', name: `${large} cubed`, pass: 'forward', about: { size: large } }
  return alternate(match, 2 * large ** 3, contestants, effort)
}

function shares(match: Match): string {
  const rows = match.series.map((series) => {
    const share = ofPeak(match, series.who, series.threads)
    return [
      match.name,
      series.who,
      `${series.threads}`,
      digits(rate(series)),
      share === undefined ? '' : percent(share),
    ]
  })
  return table(['One product', '', 'threads', 'GFLOP/s', 'of peak'], rows, 2)
}

const small = (name: string, contestants: Contestant[], { effort }: Context): Promise<Match> =>
  alternate({ family: 'native', name, pass: 'call', about: {} }, 1, contestants, effort)

function products(size: number): Contestant[] {
  const [a, b, out] = [floats(size ** 2, 1), floats(size ** 2, 2), new Float32Array(size ** 2)]
  const sizes = { m: size, n: size, k: size, out }
  return [
    local('loops in JavaScript', 1, () => loops(a, b, out, size)),
    local('matmulSync', 1, () => matmulSync(a, b, sizes)),
    local('matmul', 1, () => matmul(a, b, { ...sizes, threads: 1 })),
  ]
}

function loops(a: Float32Array, b: Float32Array, out: Float32Array, size: number): void {
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      let sum = 0
      for (let l = 0; l < size; l++) sum += a[i * size + l] * b[l * size + j]
      out[i * size + j] = sum
    }
}

function steps(): Contestant[] {
  const arrays = {
    x: floats(8, 1),
    weight_ih: floats(256 * 8, 2),
    weight_hh: floats(256 * 64, 3),
    hidden: floats(64, 4),
    cell: floats(64, 5),
  }
  const sizes = { batch: 1, time: 1, inputSize: 8, hiddenSize: 64 }
  return [
    local('lstmForwardSync', 1, () => lstmForwardSync(arrays, sizes)),
    local('lstmForward', 1, () => lstmForward(arrays, { ...sizes, threads: 1 })),
  ]
}
