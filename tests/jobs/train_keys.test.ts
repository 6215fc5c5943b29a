// Keys of `train` that become options of `fit`.

import { describe, expect, it } from 'vitest'
import { overridesOf } from '../../src/cli/flags.ts'
import { parseJob } from '../../src/jobs/job/read_job.ts'
import { fitOf } from '../../src/jobs/model/resolve_model.ts'
import { cosineDecay, exponentialDecay } from '../../src/nn/index.ts'

const fitFrom = (train: string) => fitOf(parseJob(`train: { ${train} }`, 'job.yaml'))

describe('several contexts', () => {
  it('are a list in a job, and have commas in the command', () => {
    const model = { kind: 'gru', context: [168, 336] }
    expect(parseJob('model: { kind: gru, context: [168, 336] }', 'job.yaml').model).toEqual(model)
    expect(overridesOf({ model: 'gru', option: ['context=168,336'] })).toEqual({ model })
  })

  it('are checked before the source is read', () => {
    expect(() => parseJob('model: { kind: gru, context: [168, 168] }', 'job.yaml')).toThrow(
      /model\.context: expected.*each number.*once, got 168 more than once/i,
    )
  })
})

describe('weights', () => {
  it('name a column', () => {
    expect(fitOf(parseJob('model: gru\ntrain: { weights: trust }', 'job.yaml')).weights).toBe('trust')
    expect(overridesOf({ weights: 'trust' })).toEqual({ train: { weights: 'trust' } })
  })

  it.for(['auto', 'theta'])('are refused for the model %s, which does not train', (model) => {
    expect(() => parseJob(`model: ${model}\ntrain: { weights: trust }`, 'job.yaml')).toThrow(
      new RegExp(`train: expected a network as the model.*got ${model}\\. Use one of .*gru`),
    )
  })
})

describe('the schedule of a job', () => {
  it('names a learning rate over the epochs', () => {
    expect(fitFrom('schedule: exponential').schedule).toEqual(exponentialDecay())
    expect(fitFrom('schedule: cosine').schedule).toEqual(cosineDecay())
    expect(fitFrom('epochs: 3').schedule).toBeUndefined()
  })

  it('is one of the names, which a message lists', () => {
    expect(() => fitFrom('schedule: linear')).toThrow(
      /train\.schedule: expected one of constant, exponential, cosine, oneCycle, got "linear"/,
    )
  })
})
