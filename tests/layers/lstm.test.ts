import { describe } from 'vitest'
import { Lstm } from '../../src/nn/index.ts'
import { layerCases } from '../fixtures/read.ts'
import { agreesWithPyTorch, behavesAsLayer } from './check.ts'
import { roundsInBf16 } from './check_bf16.ts'

describe('Lstm', () => {
  agreesWithPyTorch(layerCases('lstm'), (options) => new Lstm(options))
  behavesAsLayer((options) => new Lstm(options), ['hidden', 'cell'])
  roundsInBf16((options) => new Lstm(options), ['hidden', 'cell'])
})
