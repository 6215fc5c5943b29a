import * as native from '../../../src/native/index.ts'
import { type Case, type Cases, method, of, soon } from '../harness/case.ts'

const floats = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i))
const sizes = () => ({ batch: 2, time: 3, inputSize: 2, hiddenSize: 4 })
const recurrent = (gates: number) => ({
  x: floats(12),
  weight_ih: floats(gates * 8),
  weight_hh: floats(gates * 16),
  bias_ih: floats(gates * 4),
  bias_hh: floats(gates * 4),
  hidden: floats(8),
})
const heads = () => ({ query: floats(24), key: floats(40), value: floats(40), lengths: Int32Array.of(5, 2) })
const headSizes = () => ({ batch: 2, queries: 3, keys: 5, keySize: 4, valueSize: 4, heads: 2, causal: false })
const call = () => ({ signal: soon(), threads: 1 })

type Forward = (arrays: never, options: never) => Promise<{ saved: unknown }>

/** Forward, backward and the synchronous forward pass of a layer. */
const passes = (name: string, arrays: () => object, options: () => object): [string, Case][] => {
  const all = native as never as Record<string, never>
  const save = async () =>
    (await (all[`${name}Forward`] as Forward)(arrays() as never, { ...options(), save: true } as never)).saved
  return [
    [`${name}Forward`, of(all[`${name}Forward`], () => [arrays(), { ...options(), ...call() }])],
    [`${name}ForwardSync`, of(all[`${name}ForwardSync`], () => [arrays(), options()])],
    [`${name}Backward`, of(all[`${name}Backward`], async () => [await save(), { output: floats(24) }, call()])],
  ]
}

const kept = async () => (await native.rnnForward(recurrent(1), { ...sizes(), save: true })).saved
const row = () => ({ rows: 2, columns: 6 })
const normal = () => ({ x: floats(12), gain: floats(6), shift: floats(6) })
const product = () => ({ m: 2, n: 4, k: 3, batch: 1, transposeA: false, transposeB: true, out: new Float32Array(8) })

export const kernels: Cases = {
  ...Object.fromEntries([
    ...passes('lstm', () => ({ ...recurrent(4), cell: floats(8) }), sizes),
    ...passes(
      'gru',
      () => recurrent(3),
      () => ({ ...sizes(), reset: 'before' }),
    ),
    ...passes(
      'rnn',
      () => recurrent(1),
      () => ({ ...sizes(), nonlinearity: 'relu', reverse: true }),
    ),
    ...passes('attention', heads, headSizes),
  ]),
  'Saved.[dispose]': method(kept, Symbol.dispose),
  activation: of(native.activation, () => ['gelu', floats(5), { ...call(), out: new Float32Array(5) }]),
  activationSync: of(native.activationSync, () => ['gelu', floats(5), { out: new Float32Array(5) }]),
  activationBackward: of(native.activationBackward, () => ['silu', floats(5), floats(5), call()]),
  layerNorm: of(native.layerNorm, () => [normal(), { ...row(), epsilon: 1e-5, ...call() }]),
  layerNormSync: of(native.layerNormSync, () => [normal(), row()]),
  layerNormBackward: of(native.layerNormBackward, () => [normal(), floats(12), { ...row(), ...call() }]),
  matmul: of(native.matmul, () => [floats(6), floats(12), { ...product(), ...call() }]),
  matmulSync: of(native.matmulSync, () => [floats(6), floats(12), product()]),
  softmax: of(native.softmax, () => [floats(12), { ...row(), ...call() }]),
  softmaxSync: of(native.softmaxSync, () => [floats(12), row()]),
  softmaxBackward: of(native.softmaxBackward, () => [floats(12), floats(12), { ...row(), ...call() }]),
}
