import type { Graph, Name } from './graph.ts'

type Operand = Name | number

/** Arithmetic in double precision. A number stands for a stored one. */
export class Numbers {
  readonly graph: Graph

  constructor(graph: Graph) {
    this.graph = graph
  }

  add = (a: Operand, b: Operand): Name => this.#op('Add', a, b)
  subtract = (a: Operand, b: Operand): Name => this.#op('Sub', a, b)
  multiply = (a: Operand, b: Operand): Name => this.#op('Mul', a, b)
  divide = (a: Operand, b: Operand): Name => this.#op('Div', a, b)
  smaller = (a: Operand, b: Operand): Name => this.#op('Min', a, b)
  larger = (a: Operand, b: Operand): Name => this.#op('Max', a, b)
  isLess = (a: Operand, b: Operand): Name => this.#op('Less', a, b)
  isAtLeast = (a: Operand, b: Operand): Name => this.#op('GreaterOrEqual', a, b)
  and = (a: Name, b: Name): Name => this.graph.op('And', [a, b])
  not = (a: Name): Name => this.graph.op('Not', [a])
  abs = (a: Name): Name => this.graph.op('Abs', [a])
  floor = (a: Name): Name => this.graph.op('Floor', [a])
  root = (a: Name): Name => this.graph.op('Sqrt', [a])
  where = (condition: Name, then: Operand, otherwise: Operand): Name =>
    this.graph.op('Where', [condition, this.#name(then), this.#name(otherwise)])

  /** The sum along the second dimension, which stays with size 1. */
  sum = (a: Name): Name => this.graph.op('ReduceSum', [a, this.graph.ints([1])], { keepdims: 1 })
  /** The largest number along the second dimension. */
  most = (a: Name): Name => this.graph.op('ReduceMax', [a, this.graph.ints([1])], { keepdims: 1 })

  #op = (type: string, a: Operand, b: Operand): Name => this.graph.op(type, [this.#name(a), this.#name(b)])
  #name = (operand: Operand): Name => (typeof operand === 'number' ? this.graph.double(operand) : operand)
}
