// Products of matrices. Several run in a row, so that passing arrays to and from the library takes no visible time.

import { input, Model, matmul, parameter, type Tensor, type Value } from 'gatecast/nn'
import { normal } from '../addon.ts'
import { gemmCases } from '../cases.ts'
import type { Context, Findings } from '../context.ts'
import type { OnnxModel } from '../peers/onnx_model.ts'
import { alternate, local, type Match } from '../rounds.ts'
import { checkSame } from '../same.ts'
import { comparison } from './comparison.ts'
import { peakContestants } from './peak.ts'

const layers = 8

export async function gemm({ torch, onnx, threads, effort, print }: Context): Promise<Partial<Findings>> {
  const peaks = await peakContestants(threads)
  const matches: Match[] = []
  for (const { rows, size } of gemmCases) {
    const x = normal([rows, size], 1)
    const weight = normal([size, size], 2, 1 / Math.sqrt(size)) // keeps the magnitude of the numbers
    const model = product(size, weight)
    const run = (count: number) => model.predict({ x }, { threads: count, batchSize: rows })
    const { y } = await run(1)
    const contestants = [...peaks, ...threads.map((count) => local('gatecast', count, () => run(count)))]
    const theirs = await torch?.make('gemm', { layers }, { x, weight })
    if (theirs) {
      checkSame(`PyTorch, products of ${rows} x ${size}`, y, (await theirs.run('forward'))[0])
      contestants.push(...threads.map((count) => theirs.contestant('forward', count)))
    }
    const sessions = onnx ? await Promise.all(threads.map((count) => onnx.make(inOnnx(x, weight), count))) : []
    if (sessions[0]) checkSame(`onnxruntime, products of ${rows} x ${size}`, y, (await sessions[0].run())[`y${layers}`])
    contestants.push(...sessions.map((session) => session.contestant()))
    const name = `${rows} x ${size} x ${size}`
    const work = 2 * rows * size * size * layers
    matches.push(
      await alternate({ family: 'gemm', name, pass: 'forward', about: { rows, size } }, work, contestants, effort),
    )
    await theirs?.drop()
    for (const session of sessions) await session.release()
  }
  print(comparison('Products, GFLOP/s', matches, threads))
  return { matches }
}

function product(size: number, values: Tensor) {
  const x = input(['batch', size])
  const weight = parameter([size, size], { name: 'weight' })
  let y: Value<['batch', number]> = x
  for (let l = 0; l < layers; l++) y = matmul(y, weight)
  const model = new Model({ inputs: { x }, outputs: { y } })
  model.loadParameters({ weight: values })
  return model
}

const inOnnx = (x: Tensor, weight: Tensor): OnnxModel => ({
  nodes: Array.from({ length: layers }, (_, l) => ({
    op: 'MatMul',
    inputs: [l === 0 ? 'x' : `y${l}`, 'weight'],
    outputs: [`y${l + 1}`],
  })),
  weights: { weight },
  inputs: { x },
  outputs: [`y${layers}`],
})
