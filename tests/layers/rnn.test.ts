import { describe } from 'vitest'
import { Rnn } from '../../src/nn/index.ts'
import { layerCases } from '../fixtures/read.ts'
import { agreesWithPyTorch, behavesAsLayer } from './check.ts'
import { roundsInBf16 } from './check_bf16.ts'

describe.each(['tanh', 'relu'] as const)('Rnn with %s', (nonlinearity) => {
  agreesWithPyTorch(layerCases(`rnn_${nonlinearity}`), (options) => new Rnn(options))
  behavesAsLayer((options) => new Rnn({ ...options, nonlinearity }), ['hidden'])
  roundsInBf16((options) => new Rnn({ ...options, nonlinearity }), ['hidden'], nonlinearity === 'tanh')
})
