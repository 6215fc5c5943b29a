// The gates of one layer over one sequence, computed from its weights by the equations, in double precision.

import type { Tensor } from 'gatecast/nn'
import { meanOf } from './measure.ts'

type Parameters = Readonly<Record<string, Tensor>>

/** By the name of a gate or state: one row for each step, with a number for each unit. */
export type Trace = Record<string, number[][]>

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))

/** The two products of row `row` of the weights: with the input, and with the state. */
function products(parameters: Parameters, row: number, x: readonly number[], h: readonly number[]): [number, number] {
  const dot = (name: string, v: readonly number[]) =>
    v.reduce((sum, value, k) => sum + parameters[`weight_${name}_l0`].data[row * v.length + k] * value, 0) +
    parameters[`bias_${name}_l0`].data[row]
  return [dot('ih', x), dot('hh', h)]
}

/** Rows of the weights: all units of i, then of f, g and o. */
export function lstmTrace(parameters: Parameters, sequence: readonly (readonly number[])[]): Trace {
  const size = parameters.weight_hh_l0.shape[1]
  const trace: Trace = { input: [], forget: [], candidate: [], output: [], cell: [], hidden: [] }
  let h = new Array<number>(size).fill(0)
  let c = h
  for (const x of sequence) {
    const z = (gate: number) =>
      h.map((_, unit) => products(parameters, gate * size + unit, x, h)).map(([a, b]) => a + b)
    const [i, f, o] = [z(0), z(1), z(3)].map((values) => values.map(sigmoid))
    const g = z(2).map(Math.tanh)
    c = c.map((value, unit) => f[unit] * value + i[unit] * g[unit])
    h = c.map((value, unit) => o[unit] * Math.tanh(value))
    for (const [name, values] of Object.entries({ input: i, forget: f, candidate: g, output: o, cell: c, hidden: h }))
      trace[name].push(values)
  }
  return trace
}

/** Rows of the weights: all units of r, then of z and n. The reset gate acts after the product with the state. */
export function gruTrace(parameters: Parameters, sequence: readonly (readonly number[])[]): Trace {
  const size = parameters.weight_hh_l0.shape[1]
  const trace: Trace = { reset: [], update: [], candidate: [], hidden: [] }
  let h = new Array<number>(size).fill(0)
  for (const x of sequence) {
    const z = (gate: number) => h.map((_, unit) => products(parameters, gate * size + unit, x, h))
    const [r, u] = [z(0), z(1)].map((pairs) => pairs.map(([a, b]) => sigmoid(a + b)))
    const n = z(2).map(([a, b], unit) => Math.tanh(a + r[unit] * b))
    h = h.map((value, unit) => (1 - u[unit]) * n[unit] + u[unit] * value)
    for (const [name, values] of Object.entries({ reset: r, update: u, candidate: n, hidden: h }))
      trace[name].push(values)
  }
  return trace
}

/** The mean over all units at each step. */
export const meanOfUnits = (rows: readonly (readonly number[])[]): number[] => rows.map(meanOf)

/** The weights of the recurrent op `name` of a model, by the names that layers give them. */
export const layerWeights = (parameters: Parameters, name: string): Record<string, Tensor> =>
  Object.fromEntries(
    ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map((part) => [`${part}_l0`, parameters[`${name}.${part}`]]),
  )

/** Whether the numbers of a trace are those of arrays of the same names, up to the digits of float32. */
export const isSame = (trace: Trace, arrays: Readonly<Record<string, { readonly data: ArrayLike<number> }>>): boolean =>
  Object.entries(arrays).every(([name, { data }]) =>
    trace[name].flat().every((value, i) => Math.abs(value - data[i]) < 1e-5),
  )
