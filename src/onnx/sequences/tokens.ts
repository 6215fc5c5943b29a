import type { Cutting } from '../../sequences/networks/tokens.ts'
import type { Graph, Name } from '../graph/graph.ts'
import { Numbers } from '../graph/numbers.ts'

/** The inputs of a network of sequences. */
export interface Tokens {
  readonly x: Name
  readonly valid: Name
  readonly lengths: Name
}

/** Cuts steps `[batch, steps, width]` into tokens, as src/sequences/networks/tokens.ts does; 0 behind the last token. */
export function tokensOf(
  graph: Graph,
  steps: Name,
  lengths: Name,
  { size, stride, positions, scales }: Cutting,
): Tokens {
  const width = scales.means.length * (scales.masked ? 2 : 1)
  const int = (value: number) => graph.ints([value], [])
  const count = graph.cast(lengths, 'int64')
  // 1 + max(0, ceil((length - size) / stride))
  const more = graph.op('Div', [graph.op('Add', [count, int(stride - 1 - size)]), int(stride)])
  const tokens = graph.op('Add', [graph.op('Max', [more, int(0)]), int(1)])
  const longest = graph.op('ReduceMax', [tokens], { keepdims: 0 })
  const places = graph.op('Range', [int(0), longest, int(1)])
  const perRow = (value: Name) => graph.op('Unsqueeze', [value, graph.ints([1, 2])])
  // [batch, tokens, size]; beyond the end of a sequence its last step is repeated.
  const inToken = graph.ints(Array.from({ length: size }, (_, step) => step))
  const starts = graph.op('Unsqueeze', [graph.op('Mul', [places, int(stride)]), graph.ints([0, 2])])
  const wanted = graph.op('Min', [graph.op('Add', [starts, inToken]), perRow(graph.op('Sub', [count, int(1)]))])
  const flat = graph.op('Reshape', [wanted, graph.ints([0, -1, 1])])
  const gathered = graph.op('GatherND', [steps, flat], { batch_dims: 1 })
  const cut = graph.op('Reshape', [gathered, graph.ints([0, -1, size * width])])
  const isToken = graph.op('Less', [graph.op('Unsqueeze', [places, graph.ints([0, 2])]), perRow(tokens)])
  const valid = graph.cast(isToken, 'float')
  const all = positions > 0 ? graph.op('Concat', [cut, waves(graph, places, valid, positions)], { axis: 2 }) : cut
  return { x: graph.op('Where', [isToken, all, graph.float(0)]), valid, lengths: graph.cast(tokens, 'int32') }
}

/** Sines and cosines of the place of each token, `[batch, tokens, positions]`. */
function waves(graph: Graph, places: Name, valid: Name, positions: number): Name {
  const n = new Numbers(graph)
  const waves = Array.from({ length: positions }, (_, i) => ({
    speed: 1e4 ** ((-2 * Math.floor(i / 2)) / positions),
    shift: i % 2 === 0 ? 0 : Math.PI / 2,
  }))
  const token = graph.op('Unsqueeze', [graph.cast(places, 'double'), graph.ints([0, 2])])
  const angles = n.multiply(token, graph.doubles(waves.map(({ speed }) => speed)))
  const values = graph.op('Sin', [n.add(angles, graph.doubles(waves.map(({ shift }) => shift)))])
  return graph.op('Mul', [graph.cast(values, 'float'), valid])
}
