import * as nn from '../../../src/nn/index.ts'
import { type Cases, made, method, of, soon } from '../harness/case.ts'
import { once, path, samples, smallModel } from '../harness/given.ts'

const x = once(() => nn.input(['batch', 'time', 4]))
const flat = once(() => nn.input(['batch', 4]))
const positive = once(() => nn.softplus(nn.input(['batch', 4])))
const ids = once(() => nn.input(['batch'], { type: 'int32' }))
const window = once(() => nn.input(['batch', 8, 1]))

/** The functions by name. */
const all: Readonly<Record<string, never>> = { ...(nn as never as Record<string, never>) }
const unary: Cases = Object.fromEntries(
  (['exp', 'gelu', 'log', 'relu', 'sigmoid', 'silu', 'softplus', 'tanh', 'sum', 'mean'] as const).map((name) => [
    name,
    of(all[name], () => [x()]),
  ]),
)
const binary: Cases = Object.fromEntries(
  (['add', 'divide', 'multiply', 'subtract'] as const).map((name) => [name, of(all[name], () => [x(), x()])]),
)
const loss = () => [flat(), flat(), { mask: flat() }]

const ops: Cases = {
  attention: of(nn.attention, () => [x(), x(), x(), { heads: 2, causal: true, lengths: ids() }]),
  concat: of(nn.concat, () => [[x(), x()], 2]),
  constant: of(nn.constant, () => [[2], [1, 2]]),
  conv1d: of(nn.conv1d, () => [x(), 8, { kernelSize: 3, dilation: 2 }]),
  dropout: of(nn.dropout, () => [x(), 0.1]),
  embedding: of(nn.embedding, () => [ids(), { categories: 3, size: 2, name: 'table' }]),
  gru: of(nn.gru, () => [x(), { hiddenSize: 2, reset: 'before', lengths: ids() }]),
  input: of(nn.input, () => [['batch', 'time', 3], { type: 'int32' }]),
  last: of(nn.last, () => [x(), { lengths: ids() }]),
  layerNorm: of(nn.layerNorm, () => [x(), { epsilon: 0.1, affine: false }]),
  linear: of(nn.linear, () => [x(), 3, { bias: false, name: 'head' }]),
  lstm: of(nn.lstm, () => [x(), { hiddenSize: 2, reverse: true, initial: { hidden: undefined } }]),
  matmul: of(nn.matmul, () => [x(), x(), { transposeB: true }]),
  minGru: of(nn.minGru, () => [x(), { hiddenSize: 2 }]),
  parameter: of(nn.parameter, () => [[2, 3], { initial: 'ones', scale: 2, name: 'p' }]),
  patch: of(nn.patch, () => [window(), { size: 4, stride: 2 }]),
  repeat: of(nn.repeat, () => [nn.input(['batch', 1, 4]), { axis: 1, times: 'time' }]),
  reshape: of(nn.reshape, () => [window(), ['batch', 4, 2]]),
  rnn: of(nn.rnn, () => [x(), { hiddenSize: 2, nonlinearity: 'relu' }]),
  sLstm: of(nn.sLstm, () => [x(), { hiddenSize: 4, heads: 2 }]),
  scan: of(nn.scan, () => [x(), x(), { initial: flat() }]),
  slice: of(nn.slice, () => [x(), { axis: 2, start: 1, end: 2 }]),
  smoothing: of(nn.smoothing, () => [
    flat(),
    {
      ...{ mask: flat(), alpha: nn.input(['batch', 1]), gamma: nn.input(['batch', 1]) },
      ...{ level: nn.input(['batch', 1]), season: nn.input(['batch', 2]) },
    },
  ]),
  softmax: of(nn.softmax, () => [x(), 1]),
  tensor: of(nn.tensor, () => [[1, 2, 3, 4], [2, 2], 'float32']),
  transpose: of(nn.transpose, () => [window(), [0, 2, 1]]),
}

const blocks: Cases = {
  multiHeadAttention: of(nn.multiHeadAttention, () => [x(), x(), x(), { heads: 2, causal: true }]),
  positionalEncoding: of(nn.positionalEncoding, () => [x(), {}]),
  rotary: of(nn.rotary, () => [x(), { heads: 2, base: 100 }]),
  transformerEncoder: of(nn.transformerEncoder, () => [x(), { heads: 2, layers: 1, dropout: 0.1 }]),
  transformerDecoder: of(nn.transformerDecoder, () => [x(), x(), { heads: 2 }]),
}

const losses: Cases = {
  crossEntropy: of(nn.crossEntropy, () => [flat(), ids(), {}]),
  gaussian: of(nn.gaussian, () => [flat(), positive(), flat(), {}]),
  huber: of(nn.huber, () => [flat(), flat(), { delta: 0.5 }]),
  mae: of(nn.mae, loss),
  mse: of(nn.mse, loss),
  negativeBinomial: of(nn.negativeBinomial, () => [positive(), positive(), flat(), {}]),
  quantile: of(nn.quantile, () => [nn.input(['batch', 2]), nn.input(['batch']), { quantiles: [0.1, 0.9] }]),
  studentT: of(nn.studentT, () => [flat(), positive(), positive(), flat(), {}]),
  sumOfLosses: of(nn.sumOfLosses, () => [[nn.mse(flat(), flat()), nn.mae(flat(), flat())], { factors: [1, 2] }]),
}

const training: Cases = {
  adam: of(nn.adam, () => [{ learningRate: 0.01, beta1: 0.8, weightDecay: 0.1 }]),
  adamW: of(nn.adamW, () => [{ learningRate: 0.01 }]),
  rmsProp: of(nn.rmsProp, () => [{ alpha: 0.9, momentum: 0.1 }]),
  sgd: of(nn.sgd, () => [{ learningRate: 0.1, momentum: 0.9, nesterov: true }]),
  constantRate: of(nn.constantRate, () => [{ warmup: 1 }]),
  cosineDecay: of(nn.cosineDecay, () => [{ warmup: 1, floor: 0.01, epochs: 3 }]),
  exponentialDecay: of(nn.exponentialDecay, () => [{ floor: 0.1 }]),
  oneCycle: of(nn.oneCycle, () => [{ rise: 0.2, epochs: 3 }]),
  stepDecay: of(nn.stepDecay, () => [{ every: 1, factor: 0.5 }]),
}

const run = () => ({ signal: soon(), threads: 1, batchSize: 2 })
const trained = once(smallModel)
const kerasWeights = () => ({
  'linear0.kernel': { shape: [3, 2], data: new Float32Array(6) },
  'linear0.bias': { shape: [2], data: new Float32Array(2) },
})
export const modelFile = once(async () => {
  await trained().save(path('model.safetensors'))
  return path('model.safetensors')
})
const stream = once(() => trained().stream())
const config = () => {
  const out = nn.linear(flat(), 2)
  return { inputs: { x: flat() }, outputs: { out }, loss: nn.mse(out, nn.slice(flat(), { axis: 1, end: 2 })), seed: 1 }
}

const models: Cases = {
  'Model.constructor': made(nn.Model, () => [config()]),
  'Model.[dispose]': method(smallModel, Symbol.dispose),
  'Model.evaluate': method(trained, 'evaluate', () => [samples(), run()]),
  'Model.fit': method(smallModel, 'fit', () => [
    samples(),
    {
      ...run(),
      ...{ epochs: 2, shuffle: true, seed: 1, clipNorm: 1, patience: 2, validation: samples() },
      optimizer: nn.adam({ learningRate: 0.01 }),
      schedule: nn.cosineDecay({ warmup: 1 }),
    },
  ]),
  'Model.gradients': method(trained, 'gradients', () => [samples(), { threads: 1 }]),
  'Model.load': of(nn.Model.load, async () => [await modelFile()]),
  'Model.loadParameters': method(smallModel, 'loadParameters', () => [{ ...trained().parameters }]),
  'Model.predict': method(trained, 'predict', () => [{ x: samples().x }, run()]),
  'Model.save': method(trained, 'save', () => [path('saved.safetensors')]),
  'Model.stream': method(trained, 'stream', () => [{ batch: 2 }]),
  'ModelStream.step': method(stream, 'step', () => [{ x: [[1, 2, 3]] }]),
  'ModelStream.reset': method(stream, 'reset'),
  'ModelStream.[dispose]': method(() => trained().stream(), Symbol.dispose),
  fromTorch: of(nn.fromTorch, () => [smallModel(), { ...trained().parameters }, '']),
  fromKeras: of(nn.fromKeras, () => [smallModel(), kerasWeights(), {}]),
  readSafetensors: of(nn.readSafetensors, async () => [await modelFile()]),
  writeSafetensors: of(nn.writeSafetensors, () => [
    path('weights.safetensors'),
    { tensors: { a: nn.tensor([1, 2]) }, metadata: { format: 'pt' } },
  ]),
}

const steps = () => [
  [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
  [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
]
const layer = { inputSize: 2, hiddenSize: 3 }
const layers: Cases = Object.fromEntries(
  Object.entries({ Gru: nn.Gru, Lstm: nn.Lstm, Rnn: nn.Rnn }).flatMap(([name, Layer]) => {
    const one = once(() => new (Layer as typeof nn.Gru)({ ...layer }))
    return [
      [`${name}.constructor`, made(Layer, () => [{ ...layer, layers: 2, bidirectional: true, dropout: 0.1, seed: 1 }])],
      [`${name}.[dispose]`, method(() => new (Layer as typeof nn.Gru)({ ...layer }), Symbol.dispose)],
      [`${name}.forward`, method(one, 'forward', () => [steps(), { lengths: [3, 2] }])],
      [`${name}.load`, method(one, 'load', () => [{ ...one().parameters }])],
      [`${name}.predict`, method(one, 'predict', () => [steps(), { lengths: [3, 2] }])],
    ]
  }),
)

export const networks: Cases = { ...unary, ...binary, ...ops, ...blocks, ...losses, ...training, ...models, ...layers }
