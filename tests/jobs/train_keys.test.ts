// Keys of `train` that become options of `fit`.

import { describe, expect, it } from 'vitest'
import { parseJob } from '../../src/jobs/job/read_job.ts'
import { fitOf } from '../../src/jobs/model/resolve_model.ts'
import { cosineDecay, exponentialDecay } from '../../src/nn/index.ts'

const fitFrom = (train: string) => fitOf(parseJob(`train: { ${train} }`, 'job.yaml'))

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
