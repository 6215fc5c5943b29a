import { given, type Lowering } from '../program/call.ts'

/** An op with one input that ONNX has, too. */
export const unary =
  (type: string): Lowering =>
  (call) => [call.graph.op(type, [given(call, 0)])]

/** An op with two inputs that broadcast. */
export const binary =
  (type: string): Lowering =>
  (call) => [call.graph.op(type, [given(call, 0), given(call, 1)])]

/** x Phi(x): the op Gelu is younger than the operators that models use. */
export const gelu: Lowering = (call) => {
  const { graph } = call
  const x = given(call, 0)
  const erf = graph.op('Erf', [graph.op('Mul', [x, graph.float(Math.SQRT1_2)])])
  const phi = graph.op('Mul', [graph.op('Add', [erf, graph.float(1)]), graph.float(0.5)])
  return [graph.op('Mul', [x, phi])]
}

export const silu: Lowering = (call) => {
  const x = given(call, 0)
  return [call.graph.op('Mul', [x, call.graph.op('Sigmoid', [x])])]
}
