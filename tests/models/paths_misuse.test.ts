import { describe, expect, it } from 'vitest'
import { binding, type Windows } from '../../src/addon/index.ts'
import { gru, input, softplus } from '../../src/nn/index.ts'
import { compile } from '../../src/nn/values/program.ts'
import { always, fixed, gaussian, lag, options, windows } from './paths_panel.ts'

describe('impossible paths are refused', () => {
  const inputs = windows.inputs
  it.for<[string, object, Partial<Windows>, string, RegExp]>([
    ['no paths', { paths: 0 }, {}, 'ERR_RANGE', /paths/],
    ['paths beyond all memory', { paths: 2 ** 31 - 1, batchSize: 2 ** 31 - 1 }, {}, 'ERR_MEMORY', /paths/],
    ['an unknown likelihood', { likelihood: 'poisson' }, {}, 'ERR_RANGE', /likelihood/],
    ['too few outputs', { outputs: ['location'] }, {}, 'ERR_DATA', /2 outputs/],
    ['an unknown output', { outputs: ['location', 'spread'] }, {}, 'ERR_DATA', /"spread"/],
    ['a horizon beyond the windows', { horizon: 12 }, {}, 'ERR_RANGE', /11.*12/],
    [
      'the target of the step itself',
      {},
      { inputs: { ...inputs, lag1: { ...lag(1), ...lag(0) } } },
      'ERR_RANGE',
      /"lag1"/,
    ],
    [
      'a mask of the step itself',
      {},
      { inputs: { ...inputs, mask: { kind: 'mask', column: 'y', from: -6, to: 5 } } },
      'ERR_RANGE',
      /"mask"/,
    ],
    ['no time steps', {}, { inputs: { ...inputs, lag3: { ...lag(3), from: -3 } } }, 'ERR_SHAPE', /"lag3"/],
    ['no windows', {}, { count: Int32Array.of(0, 0, 0, 0) }, 'ERR_DATA', /window/],
  ])('%s', async ([, change, other, code, message]) => {
    await expect(gaussian.samplePaths({ ...windows, ...other }, { ...options, ...change })).rejects.toMatchObject({
      name: 'GatecastError',
      code,
      message: expect.stringMatching(message),
    })
  })

  it('parameters outside of the distribution, with their position', async () => {
    const graph = fixed((lag1) => ({ location: always(lag1, 0), scale: always(lag1, -1) }))
    const refused = graph.samplePaths({ ...windows, inputs: { lag1: lag(1) } }, options)
    await expect(refused).rejects.toMatchObject({
      code: 'ERR_NOT_FINITE',
      message: expect.stringMatching(/series 0, origin 20, step 0.*"scale" -1/),
    })
  })

  it('a Program that needs the whole sequence', async () => {
    const x = input(['batch', 'time', 1])
    const backward = gru(x, { hiddenSize: 1, reverse: true }).output
    const graph = new binding.Graph(
      compile({ inputs: { lag1: x }, outputs: { location: backward, scale: softplus(backward) } }),
    )
    const sampled = graph.samplePaths({ ...windows, inputs: { lag1: lag(1) } }, options)
    await expect(sampled).rejects.toMatchObject({ code: 'ERR_PROGRAM' })
  })

  it('when they are cancelled', async () => {
    const cancel = new binding.Cancel()
    const sampled = gaussian.samplePaths(windows, { ...options, paths: 2000, cancel })
    cancel.cancel()
    await expect(sampled).rejects.toMatchObject({ code: 'ERR_ABORTED' })
  })
})
