import type { Attributes, Spec } from '../../addon/index.ts'
import type { Graph, Name } from '../graph/graph.ts'
import type { Sizes } from './sizes.ts'
import type { States } from './states.ts'

/** An op of a Program that becomes nodes of a graph. */
export interface Call {
  readonly graph: Graph
  readonly sizes: Sizes
  readonly kind: string
  readonly attributes: Attributes
  /** The values that it reads; `null` for an optional one that is absent. */
  readonly inputs: readonly (Name | null)[]
  /** The shapes and types of what it reads. */
  readonly specs: readonly (Spec | null)[]
  /** The shapes and types of its outputs. */
  readonly outputs: readonly Spec[]
  /** The name of the op, for the names of its states. */
  readonly name: string
  /** The states that the graph reads and gives; `null` for a graph that runs whole sequences. */
  readonly states: States | null
}

/** Adds the nodes of an op, and returns the names of its outputs. */
export type Lowering = (call: Call) => readonly Name[]

/** An input that is given. */
export function given({ inputs, kind }: Call, index: number): Name {
  const name = inputs[index]
  if (name) return name
  throw new Error(`Expected input ${index} of ${kind}`)
}

/** The shape of an input that is given. */
export function shapeOf({ specs, kind }: Call, index: number): Spec['shape'] {
  const spec = specs[index]
  if (spec) return spec.shape
  throw new Error(`Expected the shape of input ${index} of ${kind}`)
}

/** A whole number among the attributes. */
export const whole = ({ attributes }: Call, name: string, otherwise: number): number =>
  Number(attributes[name] ?? otherwise)
