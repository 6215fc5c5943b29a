import { describe } from 'vitest'
import { Gru } from '../../src/nn/index.ts'
import { layerCases } from '../fixtures/read.ts'
import { agreesWithPyTorch, behavesAsLayer } from './check.ts'
import { roundsInBf16 } from './check_bf16.ts'

describe('Gru', () => {
  agreesWithPyTorch(layerCases('gru'), (options) => new Gru(options))
  behavesAsLayer((options) => new Gru(options), ['hidden'])
  roundsInBf16((options) => new Gru(options), ['hidden'])
})

describe('Gru with the reset gate before the product', () => {
  behavesAsLayer((options) => new Gru({ ...options, reset: 'before' }), ['hidden'])
  roundsInBf16((options) => new Gru({ ...options, reset: 'before' }), ['hidden'])
})
