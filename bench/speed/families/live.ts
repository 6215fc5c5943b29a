// The waiting time of a caller: one step of a stream, and a short sequence alone. Every call is timed on the clock, on
// one thread. The calls of a round run one after another.

import type { Tensor } from 'gatecast/nn'
import { normal, swapped } from '../addon.ts'
import { nameOf, type RecurrentCase, smallLstm } from '../cases.ts'
import type { Context, Findings, Value } from '../context.ts'
import { makeOurs, recurrentModel } from '../ours.ts'
import { onnxRecurrent } from '../peers/onnx_recurrent.ts'
import type { Match } from '../rounds.ts'
import { checkSame } from '../same.ts'
import { median, quantile } from '../statistics.ts'
import { duration, table } from '../table.ts'

interface Caller {
  who: string
  /** Seconds of each call. */
  sample(calls: number): Promise<number[]>
}

export async function live(context: Context): Promise<Partial<Findings>> {
  const findings = [
    await measure('step', await steps(context), context),
    await measure('96 steps', await sequences(context), context),
  ]
  const all = { matches: findings.map(({ match }) => match), values: findings.flatMap(({ values }) => values) }
  const rows = all.matches.flatMap(({ name, series }) =>
    series.map(({ who, rounds }) => {
      const p99 = all.values.find((value) => value.name === `${name}, ${who}, p99`)?.value ?? Number.NaN
      return [name, who, duration(median(rounds.map(({ wall }) => wall))), duration(p99)]
    }),
  )
  context.print(table(['LSTM 8, 64, batch 1', '', 'median', 'p99'], rows, 2))
  return all
}

async function measure(name: string, callers: readonly Caller[], { quick }: Context) {
  const rounds = callers.map((): number[][] => [])
  for (let round = -1; round < (quick ? 5 : 15); round++)
    for (const [i, caller] of callers.entries()) {
      const sample = await caller.sample(500)
      if (round >= 0) rounds[i].push(sample) // the first round warms up
    }
  const series = callers.map(({ who }, i) => ({
    who,
    threads: 1,
    work: 1,
    rounds: rounds[i].map((sample) => ({ wall: median(sample), processor: median(sample) })),
  }))
  const values = callers.map(
    ({ who }, i): Value => ({
      family: 'live',
      name: `${name}, ${who}, p99`,
      value: quantile(rounds[i].flat(), 0.99),
      unit: 's',
    }),
  )
  const match: Match = { family: 'live', name, pass: 'forward', about: {}, series }
  return { match, values }
}

const synchronous = (who: string, call: () => unknown): Caller => ({
  who,
  async sample(calls) {
    return Array.from({ length: calls }, () => {
      const start = performance.now()
      call()
      return (performance.now() - start) / 1000
    })
  },
})

const asynchronous = (who: string, call: () => Promise<unknown>): Caller => ({
  who,
  async sample(calls) {
    const seconds: number[] = []
    for (let i = 0; i < calls; i++) {
      const start = performance.now()
      await call()
      seconds.push((performance.now() - start) / 1000)
    }
    return seconds
  },
})

async function steps({ torch, onnx }: Context): Promise<Caller[]> {
  const about: RecurrentCase = { ...smallLstm, batch: 1, time: 1 }
  const x = normal([1, 1, about.input], 1)
  const { parameters } = makeOurs(about, x, x)
  const stream = recurrentModel(about, parameters).stream()
  const step = () => stream.step({ x }).output
  const third = [step(), step(), step()][2]
  const callers = [synchronous('gatecast', step)]
  const theirs = await torch?.make('step', about, { x, ...parameters })
  if (theirs) {
    const results = [await theirs.run('forward'), await theirs.run('forward'), await theirs.run('forward')]
    checkSame('PyTorch, third step', third, results[2][0])
    callers.push({ who: 'torch', sample: (calls) => theirs.latencies('forward', 1, calls) })
  }
  if (onnx) {
    const zeros: Tensor = { shape: [1, 1, about.hidden], data: new Float32Array(about.hidden) }
    const run = (await onnx.make(onnxRecurrent(about, parameters, x, { hidden: zeros, cell: zeros }), 1)).stepper()
    const results = [await run(), await run(), await run()]
    checkSame('onnxruntime, third step', third, { shape: x.shape, data: results[2].data })
    callers.push(asynchronous('ORT', run))
  }
  return callers
}

async function sequences({ torch, onnx }: Context): Promise<Caller[]> {
  const about: RecurrentCase = { ...smallLstm, batch: 1 }
  const x = normal([1, about.time, about.input], 1)
  const gradient = normal([1, about.time, about.hidden], 2)
  const { parameters, forward } = makeOurs(about, x, gradient)
  const output = await forward(1)
  const callers = [asynchronous('gatecast', () => forward(1))]
  const tensors = { x: swapped(x), gradient: swapped(gradient), ...parameters }
  const theirs = await torch?.make('recurrent', { ...about, precision: 'float32' }, tensors)
  if (theirs) {
    checkSame(`PyTorch, ${nameOf(about)}`, output, swapped((await theirs.run('forward'))[0]))
    callers.push({ who: 'torch', sample: (calls) => theirs.latencies('forward', 1, calls) })
  }
  if (onnx) {
    const session = await onnx.make(onnxRecurrent(about, parameters, swapped(x)), 1)
    checkSame(`onnxruntime, ${nameOf(about)}`, output, swapped((await session.run()).out0))
    callers.push(asynchronous('ORT', () => session.run()))
  }
  return callers
}
