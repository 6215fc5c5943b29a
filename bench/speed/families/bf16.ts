// Recurrent layers in bf16: against PyTorch in bf16 and against float32 here.

import { normal, swapped } from '../addon.ts'
import { bf16Cases, nameOf, operations } from '../cases.ts'
import type { Context, Findings } from '../context.ts'
import { hasBf16, makeOurs } from '../ours.ts'
import { ahead, alternate, find, local, type Match, rate } from '../rounds.ts'
import { checkSame } from '../same.ts'
import { digits, table, times } from '../table.ts'

export async function bf16({ torch, threads, effort, print }: Context): Promise<Partial<Findings>> {
  if (!(await hasBf16())) {
    print('bf16: skipped, this build or this machine does not offer precision: bf16')
    return {}
  }
  const matches: Match[] = []
  for (const about of bf16Cases()) {
    const x = normal([about.batch, about.time, about.input], 1)
    const gradient = normal([about.batch, about.time, about.hidden], 2)
    const [ours, float32] = [makeOurs(about, x, gradient, 'bf16'), makeOurs(about, x, gradient)]
    // bf16 holds eight bits, and errors add up over the steps.
    checkSame(`bf16, ${nameOf(about)}`, await float32.forward(1), await ours.forward(1), 0.05)
    const tensors = { x: swapped(x), gradient: swapped(gradient), ...ours.parameters }
    const theirs = await torch?.make('recurrent', { ...about, precision: 'bf16' }, tensors)
    for (const pass of ['forward', 'both'] as const) {
      const contestants = threads.flatMap((count) => [
        local('gatecast', count, () => ours[pass](count)),
        local('float32', count, () => float32[pass](count)),
        ...(theirs ? [theirs.contestant(pass, count)] : []),
      ])
      const match = { family: 'bf16', name: nameOf(about), pass, about: { hidden: about.hidden } }
      matches.push(await alternate(match, operations(about) * (pass === 'both' ? 3 : 1), contestants, effort))
    }
    await theirs?.drop()
  }
  const rows = matches.flatMap((match) =>
    threads.map((count) => {
      const [own, ...others] = ['gatecast', 'float32', 'torch'].map((who) => find(match, who, count))
      const versus = others.map((other) => (own && other ? times(ahead(own, other).median) : ''))
      return [match.name, match.pass, `${count}`, own ? digits(rate(own)) : '', ...versus]
    }),
  )
  print(table(['bf16, GFLOP/s', 'pass', 'threads', 'gatecast', 'vs float32', 'vs torch'], rows, 2))
  return { matches }
}
