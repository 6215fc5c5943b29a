// Recurrent layers in bf16, compared with PyTorch in bf16 and with gatecast in float32.

import { addon, normal, swapped } from '../addon.ts'
import { bf16Cases, nameOf, operations } from '../cases.ts'
import type { Context, Findings } from '../context.ts'
import { makeOurs } from '../ours.ts'
import { ahead, alternate, find, local, type Match, rate } from '../rounds.ts'
import { checkSame } from '../same.ts'
import { digits, percent, table, times } from '../table.ts'
import { ofPeak, peakContestants } from './peak.ts'

export async function bf16({ torch, threads, effort, print }: Context): Promise<Partial<Findings>> {
  const engine: string | null = addon.cpuInfo().bf16
  if (engine === null) {
    print('bf16: skipped, because this machine has no bf16 instructions and computes in float32')
    return {}
  }
  const peaks = await peakContestants(threads)
  // AVX512-BF16 runs two multiply-adds in the time of one. There is no measurement of tiles yet.
  const peakGain = engine === 'amx' ? Number.POSITIVE_INFINITY : 2
  const matches: Match[] = []
  for (const about of bf16Cases()) {
    const x = normal([about.batch, about.time, about.input], 1)
    const gradient = normal([about.batch, about.time, about.hidden], 2)
    const [ours, float32] = [makeOurs(about, x, gradient, 'bf16'), makeOurs(about, x, gradient)]
    // bf16 has eight significant bits, and errors add up over the steps.
    checkSame(`bf16, ${nameOf(about)}`, await float32.forward(1), await ours.forward(1), 0.05)
    const tensors = { x: swapped(x), gradient: swapped(gradient), ...ours.parameters }
    const theirs = await torch?.make('recurrent', { ...about, precision: 'bf16' }, tensors)
    for (const pass of ['forward', 'both'] as const) {
      const layers = threads.flatMap((count) => [
        local('gatecast', count, () => ours[pass](count)),
        local('float32', count, () => float32[pass](count)),
        ...(theirs ? [theirs.contestant(pass, count)] : []),
      ])
      const contestants = [...peaks, ...layers]
      const match = { family: 'bf16', name: nameOf(about), pass, about: { hidden: about.hidden, peakGain } }
      matches.push(await alternate(match, operations(about) * (pass === 'both' ? 3 : 1), contestants, effort))
    }
    await theirs?.drop()
  }
  const rows = matches.flatMap((match) =>
    threads.map((count) => {
      const [own, ...others] = ['gatecast', 'float32', 'torch'].map((who) => find(match, who, count))
      const versus = others.map((other) => (own && other ? times(ahead(own, other).median) : ''))
      const share = ofPeak(match, 'gatecast', count)
      const ofBf16 = share === undefined || engine === 'amx' ? '' : percent(share / peakGain)
      return [match.name, match.pass, `${count}`, own ? digits(rate(own)) : '', ofBf16, ...versus]
    }),
  )
  const header = ['bf16, GFLOP/s', 'pass', 'threads', 'gatecast', 'of peak', 'vs float32', 'vs torch']
  print(`${table(header, rows, 2)}\n\nOn ${engine}. ${aboutPeak(peakGain)}`)
  return { matches }
}

const aboutPeak = (gain: number): string =>
  Number.isFinite(gain)
    ? `Its peak is taken as ${gain} x that of float32, which was measured in the same rounds; higher target ratios are not judged.`
    : 'Its peak is not measured.'
