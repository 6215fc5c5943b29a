// Self-attention of a patch Transformer without its projections. There are two layers; the output of the first is
// query, key and value of the second, so that passing arrays to and from the library has a smaller share of the time.

import { attention as attend, input, Model, type Tensor, type Value } from 'gatecast/nn'
import { addon, normal } from '../addon.ts'
import { attentionCases } from '../cases.ts'
import type { Context, Findings } from '../context.ts'
import { alternate, local, type Match } from '../rounds.ts'
import { checkSame } from '../same.ts'
import { comparison } from './comparison.ts'
import { peakContestants } from './peak.ts'

const layers = 2

export async function attention({ torch, threads, effort, print }: Context): Promise<Partial<Findings>> {
  const peaks = await peakContestants(threads)
  const matches: Match[] = []
  for (const { batch, heads, tokens, size } of attentionCases) {
    const x = normal([batch, tokens, heads * size], 1)
    const gradient = normal(x.shape, 2)
    const passes = ours(heads, x, gradient)
    const theirs = await torch?.make('attention', { layers, heads }, { x, gradient })
    for (const pass of ['forward', 'both'] as const) {
      const contestants = [...peaks, ...threads.map((count) => local('gatecast', count, () => passes[pass](count)))]
      if (theirs) {
        const name = `PyTorch, ${pass} of attention over ${tokens} tokens`
        checkSame(name, await passes[pass](1), (await theirs.run(pass))[0])
        contestants.push(...threads.map((count) => theirs.contestant(pass, count)))
      }
      // The work is that of two products forward and four more backward. Softmax is not counted.
      const work = 4 * batch * heads * tokens * tokens * size * layers * (pass === 'both' ? 3 : 1)
      const name = `${batch}, ${heads}, ${tokens}, ${size}`
      matches.push(await alternate({ family: 'attention', name, pass, about: { tokens } }, work, contestants, effort))
    }
    await theirs?.drop()
  }
  print(comparison('Attention, GFLOP/s', matches, threads))
  return { matches }
}

function ours(heads: number, x: Tensor, gradient: Tensor) {
  const given = input(['batch', 'time', x.shape[2]])
  let y = given as Value<['batch', 'time', number]>
  for (let l = 0; l < layers; l++) y = attend(y, y, y, { heads })
  const model = new Model({ inputs: { x: given }, outputs: { y } })
  // A model gives only gradients by weights, and attention has no weights.
  const graph = new addon.Graph(model.program)
  const record = { outputs: [model.program.outputs.y], seed: 0, training: false, inputGradients: ['x'] }
  return {
    forward: async (threads: number): Promise<Tensor> =>
      (await model.predict({ x }, { threads, batchSize: x.shape[0] })).y,
    both: async (threads: number): Promise<Tensor> => {
      const { tape } = await graph.record({ x }, { ...record, threads })
      const { inputs } = await tape.backward([gradient], { threads })
      tape.dispose()
      return inputs.x
    },
  }
}
