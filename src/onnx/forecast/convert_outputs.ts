import { supportOf } from '../../forecast/support.ts'
import { distributionOf, isScaled } from '../../models/index.ts'
import type { Unit } from '../../models/outputs/shared/head.ts'
import type { OnnxOutput } from '../description.ts'
import type { Graph, Name } from '../graph/graph.ts'
import { Numbers } from '../graph/numbers.ts'
import type { Value } from '../program/lower.ts'
import type { Parts } from './parts.ts'
import type { Scale } from './window_scale.ts'

/**
 * Converts the outputs of a network to units of the target, in double precision, and adds them to the graph. Each is
 * `[batch, steps]`; quantiles are `[batch, steps, levels]`. Intervals have the width that the calibration found.
 */
export function convertOutputs(
  graph: Graph,
  parts: Parts,
  found: Readonly<Record<string, Value>>,
  scale: Scale,
): OnnxOutput[] {
  const { settings, isRecursive, fitted } = parts
  const { output } = settings
  const distribution = distributionOf(output)
  const n = new Numbers(graph)
  const perStep = (name: Name) => graph.op('Unsqueeze', [name, graph.ints([2])])
  // Paths are drawn first, and their quantiles are stretched afterwards.
  const stretch = isRecursive || !isScaled(distribution) ? 1 : fitted.stretch
  const inUnits = (unit: Unit, value: Name): Name => {
    if (unit === 'same') return value
    const size = n.multiply(value, perStep(scale.scale))
    return unit === 'size' ? n.multiply(size, stretch) : n.add(size, perStep(scale.location))
  }
  return Object.entries(distribution.units).map(([name, unit]) => {
    const { name: value, shape } = found[name]
    const own = inUnits(unit, graph.cast(value, 'double'))
    const hasLevels = 'levels' in output
    const widened = hasLevels ? stretched(n, own, output.levels, stretch) : own
    const isValue = hasLevels || output.kind === 'point'
    const limited = isValue && !isRecursive ? within(n, widened, supportOf(settings)) : widened
    const sizes = hasLevels ? shape : shape.slice(0, 2)
    graph.output(name, hasLevels ? limited : graph.op('Squeeze', [limited, graph.ints([2])]), 'double', sizes)
    return { name, type: 'float64', shape: sizes, meaning: meanings[unit](hasLevels ? output.levels : undefined) }
  })
}

const meanings: Readonly<Record<Unit, (levels?: readonly number[]) => string>> = {
  place: (levels) =>
    levels ? `Quantiles at the levels ${levels.join(', ')}, in units of the target.` : 'In units of the target.',
  size: () => 'A size in units of the target.',
  same: () => 'A parameter of the distribution, which has no scale or is in units of the target.',
}

/** Moves quantiles away from the median, which is interpolated if it is not among the levels. */
function stretched(n: Numbers, quantiles: Name, levels: readonly number[], stretch: number): Name {
  if (stretch === 1) return quantiles
  const { graph } = n
  const at = (place: number) => graph.op('Gather', [quantiles, graph.ints([place])], { axis: 2 })
  const middle = medianOf(levels)
  const part = middle.part
  const median =
    part === 0
      ? at(middle.below)
      : n.add(n.multiply(at(middle.below), 1 - part), n.multiply(at(middle.below + 1), part))
  return n.add(median, n.multiply(n.subtract(quantiles, median), stretch))
}

/** The place of the median among levels; the level in the middle if they do not reach around the median. */
function medianOf(levels: readonly number[]): { below: number; part: number } {
  const last = levels.length - 1
  if (levels[0] > 0.5 || levels[last] < 0.5) return { below: Math.floor(levels.length / 2), part: 0 }
  const above = levels.findIndex((level) => level >= 0.5)
  if (levels[above] === 0.5) return { below: above, part: 0 }
  return { below: above - 1, part: (0.5 - levels[above - 1]) / (levels[above] - levels[above - 1]) }
}

function within(n: Numbers, values: Name, support: ReturnType<typeof supportOf>): Name {
  const above = support?.lower === undefined ? values : n.larger(values, support.lower)
  return support?.upper === undefined ? above : n.smaller(above, support.upper)
}
