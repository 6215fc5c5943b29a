import type { ChannelScales } from '../../sequences/networks/scaling.ts'
import { farthest } from '../../sequences/networks/scaling.ts'
import type { Graph, Name } from '../graph/graph.ts'
import { Numbers } from '../graph/numbers.ts'
import { scanOf } from '../ops/scans.ts'

/**
 * Scaled steps `[batch, steps, channels]`. A missing value is the last one before it, or 0. With `masked`, 1 for a value
 * and 0 for a missing one follow as further channels.
 */
export function filledSteps(graph: Graph, sequences: Name, { means, deviations, masked }: ChannelScales): Name {
  const n = new Numbers(graph)
  const channels = means.length
  const known = n.not(graph.op('IsNaN', [sequences]))
  const distance = n.divide(n.subtract(sequences, graph.doubles(means)), graph.doubles(deviations))
  const scaled = n.larger(n.smaller(n.where(known, distance, 0), farthest), -farthest)
  const mask = graph.cast(known, 'float')
  const rows = graph.op('Shape', [sequences], { start: 0, end: 1 })
  const zeros = graph.op('Expand', [
    graph.floats([0], [1, 1]),
    graph.op('Concat', [rows, graph.ints([channels])], { axis: 0 }),
  ])
  const [, filled] = scanOf(graph, {
    states: [{ value: zeros, width: channels }],
    reads: [
      { value: graph.cast(scaled, 'float'), width: channels },
      { value: mask, width: channels },
    ],
    writes: [channels],
    step(body, [last], [value, isKnown]) {
      const next = body.op('Where', [body.op('Greater', [isKnown, body.float(0)]), value, last])
      return { states: [next], outputs: [next] }
    },
  })
  return masked ? graph.op('Concat', [filled, mask], { axis: 2 }) : filled
}
