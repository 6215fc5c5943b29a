// Recurrent layers: forward alone, and forward with backward, which computes the gradients by the input and every
// weight.

import type { Tensor } from 'gatecast/nn'
import { normal, swapped } from '../addon.ts'
import { nameOf, operations, type RecurrentCase, recurrentCases } from '../cases.ts'
import type { Context, Findings } from '../context.ts'
import { makeOurs, type Ours } from '../ours.ts'
import type { OnnxCase } from '../peers/onnx.ts'
import { onnxRecurrent } from '../peers/onnx_recurrent.ts'
import { alternate, type Contestant, local, type Match } from '../rounds.ts'
import { checkSame } from '../same.ts'
import { comparison } from './comparison.ts'
import { gains } from './gains.ts'
import { peakContestants } from './peak.ts'

export async function recurrent(context: Context): Promise<Partial<Findings>> {
  const peaks = await peakContestants(context.threads)
  const matches: Match[] = []
  for (const pass of ['forward', 'both'] as const) {
    const own: Match[] = []
    for (const about of recurrentCases(context.quick)) own.push(await measure(about, pass, context, peaks))
    const title = pass === 'forward' ? 'Forward, GFLOP/s' : 'Forward + backward, GFLOP/s'
    context.print(comparison(title, own, context.threads))
    matches.push(...own)
  }
  if (context.threads.length > 1) context.print(gains(matches, context.threads))
  return { matches }
}

async function measure(
  about: RecurrentCase,
  pass: 'forward' | 'both',
  context: Context,
  peaks: readonly Contestant[],
): Promise<Match> {
  const { cell, hidden, batch, time, bidirectional } = about
  const data: SameData = {
    x: normal([batch, time, about.input], 1),
    gradient: normal([batch, time, hidden * (bidirectional ? 2 : 1)], 2),
  }
  const ours = makeOurs(about, data.x, data.gradient)
  const contestants = [...peaks]
  for (const count of context.threads) contestants.push(local('gatecast', count, () => ours[pass](count)))
  const torch = await torchCase(about, pass, context, ours, data)
  for (const count of context.threads) if (torch) contestants.push(torch.contestant(pass, count))
  const sessions = pass === 'forward' ? await onnxCases(about, context, ours, data) : []
  for (const session of sessions) contestants.push(session.contestant())
  const work = operations(about) * (pass === 'both' ? 3 : 1)
  const main = { cell, hidden, batch, time }
  const match = { family: 'recurrent', name: nameOf(about), pass, about: main }
  const measured = await alternate(match, work, contestants, context.effort)
  await torch?.drop()
  for (const session of sessions) await session.release()
  return measured
}

interface SameData {
  x: Tensor
  gradient: Tensor
}

async function torchCase(about: RecurrentCase, pass: string, { torch }: Context, ours: Ours, data: SameData) {
  if (!torch) return undefined
  const tensors = { x: swapped(data.x), gradient: swapped(data.gradient), ...ours.parameters }
  const made = await torch.make('recurrent', { ...about, precision: 'float32' }, tensors)
  const theirs = await made.run(pass)
  if (pass === 'forward') checkSame(`PyTorch, ${nameOf(about)}`, await ours.forward(1), swapped(theirs[0]))
  else {
    const { input, parameters } = await ours.both(1)
    checkSame(`PyTorch's gradient by x, ${nameOf(about)}`, input, swapped(theirs[0]))
    checkSame(`PyTorch's gradient by weight_ih, ${nameOf(about)}`, parameters.weight_ih_l0, theirs[1])
    checkSame(`PyTorch's gradient by weight_hh, ${nameOf(about)}`, parameters.weight_hh_l0, theirs[2])
  }
  return made
}

async function onnxCases(about: RecurrentCase, { onnx, threads }: Context, ours: Ours, { x }: SameData) {
  const sessions: OnnxCase[] = []
  if (!onnx) return sessions
  const model = onnxRecurrent(about, ours.parameters, swapped(x))
  for (const count of threads) sessions.push(await onnx.make(model, count))
  const theirs = await sessions[0].run()
  checkSame(`onnxruntime, ${nameOf(about)}`, await ours.forward(1), swapped(theirs[model.outputs[0]]))
  return sessions
}
