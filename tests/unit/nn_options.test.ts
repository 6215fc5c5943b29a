// Options of ops, layers, optimisers, schedules and calls of a model: a misspelt name or a wrong value is refused by a
// message that names the option and the function. Nothing is ignored.

import { describe, expect, it } from 'vitest'
import * as nn from '../../src/nn/index.ts'

const { input, linear, Model, mse } = nn
type Options = Record<string, unknown>
type Call = (options: Options) => unknown

const x = input(['batch', 'time', 4])
const flat = input(['batch', 12])
const ids = input(['batch'], { type: 'int32' })
const call =
  (f: unknown, ...args: unknown[]): Call =>
  (options) =>
    (f as (...args: unknown[]) => unknown)(...args, options)
const make =
  (Class: unknown): Call =>
  (options) =>
    new (Class as new (options: Options) => unknown)(options)

/** A call with options that work, an option that is misspelt, and options whose value is impossible. */
const functions: [name: string, call: Call, right: Options, misspelt: Options, wrong: Options[]][] = [
  ['input', call(input, ['batch', 3]), { type: 'int32' }, { dtype: 'int32' }, [{ type: 'float64' }]],
  ['parameter', call(nn.parameter, [2]), { initial: 'ones', scale: 2 }, { init: 'ones' }, [{ initial: 'xavier' }]],
  ['linear', call(linear, x, 4), { bias: false }, { bais: false }, [{ bias: 'no' }, { weights: {} }, { name: 1 }]],
  ['matmul', call(nn.matmul, x, x), { transposeB: true }, { transpose: true }, [{ transposeB: 'yes' }]],
  ['embedding', call(nn.embedding, ids), { categories: 3, size: 2 }, { category: 3 }, [{ size: 0 }, { table: 7 }]],
  ['attention', call(nn.attention, x, x, x), { heads: 2 }, { head: 2 }, [{ heads: 0 }, { causal: 1 }, { lengths: 3 }]],
  [
    'multiHeadAttention',
    call(nn.multiHeadAttention, x, x, x),
    { heads: 2 },
    { head: 2 },
    [{ heads: 0 }, { lengths: 3 }, { rotary: 1 }],
  ],
  ['positionalEncoding', call(nn.positionalEncoding, x), {}, { type: 'learned' }, [{ kind: 'rope' }, { longest: 0 }]],
  ['rotary', call(nn.rotary, x), { heads: 2 }, { theta: 10 }, [{ heads: 0 }, { base: -1 }]],
  [
    'transformerEncoder',
    call(nn.transformerEncoder, x),
    { heads: 2, preNorm: true },
    { normFirst: true },
    [{ layers: 0 }, { dropout: 1 }, { activation: 'tanh' }, { finalNorm: 1 }],
  ],
  [
    'transformerDecoder',
    call(nn.transformerDecoder, x, x),
    { heads: 2 },
    { feedforward: 2 },
    [{ memoryLengths: 3 }, { feedForward: 0.5 }],
  ],
  [
    'sumOfLosses',
    call(nn.sumOfLosses, [mse(flat, flat)]),
    { factors: [1] },
    { weights: [1] },
    [{ factors: [-1] }, { factors: 3 }],
  ],
  ['conv1d', call(nn.conv1d, x, 8), { kernelSize: 3 }, { kernel: 3 }, [{ dilation: 0 }, { padding: 'full' }]],
  ['layerNorm', call(nn.layerNorm, x), { epsilon: 0.1 }, { eps: 0.1 }, [{ epsilon: -1 }, { affine: 'no' }]],
  ['slice', call(nn.slice, x), { axis: 2, end: 2 }, { stop: 2 }, [{ axis: '2' }, { start: 0.5 }]],
  ['patch', call(nn.patch, input(['batch', 8, 1])), { size: 4, stride: 2 }, { step: 2 }, [{ size: 0 }]],
  ['repeat', call(nn.repeat, input(['batch', 1, 4])), { axis: 1, times: 'time' }, { count: 2 }, [{ axis: 'time' }]],
  ['last', call(nn.last, x), { lengths: ids }, { length: ids }, [{ lengths: 3 }]],
  ['sum', call(nn.sum, x), { axes: [2], keep: true }, { dim: 2 }, [{ axes: 2 }, { keep: 'yes' }]],
  ['mean', call(nn.mean, x), { axes: [2] }, { axis: 2 }, [{ axes: ['2'] }]],
  ['mse', call(mse, flat, flat), { mask: flat }, { weigths: flat }, [{ mask: 1 }, { weight: [1] }]],
  ['huber', call(nn.huber, flat, flat), { delta: 2 }, { detla: 2 }, [{ delta: -1 }, { delta: '2' }]],
  ['quantile', call(nn.quantile, input(['batch', 1]), ids), {}, { level: 0.5 }, [{ quantiles: 0.5 }]],
  ['rnn', call(nn.rnn, x), { hiddenSize: 2 }, { hiddensize: 2 }, [{ nonlinearity: 'sigmoid' }, { reverse: 1 }]],
  ['gru', call(nn.gru, x), { hiddenSize: 2 }, { units: 2 }, [{ reset: true }, { initial: { cell: x } }]],
  [
    'lstm',
    call(nn.lstm, x),
    { hiddenSize: 2 },
    { bidirectional: true },
    [{ layers: -1 }, { weights: { weight_ih: x } }],
  ],
  ['minGru', call(nn.minGru, x), { hiddenSize: 2 }, { hidden: 2 }, [{ hiddenSize: 0 }, { memory: 'long' }]],
  ['sLstm', call(nn.sLstm, x), { hiddenSize: 2 }, { head: 2 }, [{ heads: 0 }, { forget: 'tanh' }]],
  ['scan', call(nn.scan, x, x), {}, { first: x }, [{ initial: 3 }]],
  ['Rnn', make(nn.Rnn), { inputSize: 1, hiddenSize: 2 }, { hidden: 2 }, [{ bidirectional: 'yes' }, { bias: 0 }]],
  ['Gru', make(nn.Gru), { inputSize: 1, hiddenSize: 2 }, { input: 2 }, [{ dropout: 1 }, { layers: 0 }]],
  ['Lstm', make(nn.Lstm), { inputSize: 1, hiddenSize: 2 }, { forget: 1 }, [{ forgetBias: '1' }, { seed: -1 }]],
  ['sgd', call(nn.sgd), { learningRate: 0.1 }, { lr: 0.1 }, [{ nesterov: 'yes' }, { momentum: -1 }]],
  ['adam', call(nn.adam), { beta1: 0.8 }, { learningrate: 1 }, [{ learningRate: '1' }, { beta2: 1 }]],
  ['adamW', call(nn.adamW), { weightDecay: 0.1 }, { decay: 0.1 }, [{ weightDecay: -0.1 }]],
  ['rmsProp', call(nn.rmsProp), { alpha: 0.9 }, { rho: 0.9 }, [{ alpha: 2 }, { epsilon: null }]],
  ['constantRate', call(nn.constantRate), { warmup: 1 }, { warmUp: 1 }, [{ warmup: -1 }]],
  ['exponentialDecay', call(nn.exponentialDecay), { floor: 0.1 }, { gamma: 0.5 }, [{ floor: 'x' }, { warmup: -1 }]],
  ['stepDecay', call(nn.stepDecay), { every: 1, factor: 0.5 }, { gamma: 0.5 }, [{ every: undefined }, { factor: 'x' }]],
  ['cosineDecay', call(nn.cosineDecay), { floor: 0.1 }, { minimum: 0.1 }, [{ epochs: '3' }]],
  ['oneCycle', call(nn.oneCycle), { rise: 0.2 }, { rises: 0.2 }, [{ rise: 2 }, { start: -1 }]],
]

describe.for(functions)('%s', ([name, f, right, misspelt, wrong]) => {
  const refused = (option: string) =>
    expect.objectContaining({ name: 'GatecastError', message: expect.stringMatching(`${option}.*`) })

  it('refuses an option that it does not have', () => {
    const [option] = Object.keys(misspelt)
    expect(() => f({ ...right, ...misspelt })).toThrow(`Expected the options of ${name} to be among`)
    expect(() => f({ ...right, ...misspelt })).toThrow(refused(`got "${option}"`))
  })

  it('refuses an impossible value', () => {
    for (const options of wrong) {
      expect(() => f({ ...right, ...options })).toThrow(refused(name))
      expect(() => f({ ...right, ...options })).toThrow(refused(Object.keys(options)[0]))
    }
  })

  it('refuses options that are no object', () => {
    for (const options of [null, 3, 'x', [1]])
      expect(() => f(options as never)).toThrow(expect.objectContaining({ code: 'ERR_TYPE' }))
  })
})

describe('the table above', () => {
  const withoutOptions = [
    ...['add', 'subtract', 'multiply', 'divide', 'tanh', 'sigmoid', 'relu', 'gelu', 'silu', 'softplus', 'exp', 'log'],
    ...['concat', 'reshape', 'transpose', 'softmax', 'dropout', 'constant', 'tensor', 'smoothing', 'Model'],
    ...['AbortError', 'GatecastError', 'readSafetensors', 'writeSafetensors', 'fromTorch', 'fromKeras'],
  ]
  const likeMse = ['mae', 'gaussian', 'studentT', 'negativeBinomial', 'crossEntropy']
  it('has every function of gatecast/nn that takes options', () => {
    const names = Object.keys(nn).filter((name) => !withoutOptions.includes(name) && !likeMse.includes(name))
    expect(new Set(functions.map(([name]) => name))).toEqual(new Set(names))
  })
})

describe('a call of a model', () => {
  const y = input(['batch', 2])
  const data = { x: [[1, 2, 3]], y: [[1, 2]] }
  const build = () => {
    const x = input(['batch', 3])
    const out = linear(x, 2)
    return new Model({ inputs: { x, y }, outputs: { out }, loss: mse(out, y) })
  }
  const refused = (option: string) => ({
    name: 'GatecastError',
    message: expect.stringContaining(option),
  })

  it.for([
    ['a misspelt name', { epoch: 1 }, 'Did you mean "epochs"?'],
    ['a learning rate, which the optimiser has', { learningRate: 1 }, 'Did you mean "optimizer"?'],
    ['a flag that is a text', { shuffle: 'yes' }, 'shuffle of fit'],
    [
      'a part of a schedule',
      { schedule: { kind: 'step', every: 1, factr: 0.5 } },
      'got "factr". Did you mean "factor"?',
    ],
    ['a part of an optimiser', { optimizer: { ...nn.adam(), lr: 1 } }, 'optimizer of fit'],
    ['a monitor that is no text', { patience: 2, monitor: 3 }, 'monitor of fit'],
    ['a limit below 0', { clipNorm: -1 }, 'clipNorm of fit'],
  ] as const)('fit refuses %s', async ([, options, message]) => {
    await expect(build().fit(data, options as never)).rejects.toMatchObject(refused(message))
  })

  it('predict, evaluate, gradients and stream refuse options that they do not have', async () => {
    const model = build()
    const options = { batchsize: 2 } as never
    await expect(model.predict(data, options)).rejects.toMatchObject(refused('Did you mean "batchSize"?'))
    await expect(model.evaluate(data, options)).rejects.toMatchObject(refused('options of evaluate'))
    await expect(model.gradients(data, options)).rejects.toMatchObject(refused('options of gradients'))
    expect(() => model.stream(options)).toThrow('options of stream')
  })
})
