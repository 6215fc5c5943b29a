import { expect, it } from 'vitest'
import { jobOf } from '../../src/jobs/index.ts'
import { checkDraft } from '../../src/jobs/job/check_draft.ts'

it('a job that saves its model in a file is a job again, and was refused by trainFiles', () => {
  const train = { save: 'sales.safetensors' }
  const job = jobOf({ source: 'sales.csv', horizon: 4, model: { kind: 'gru' }, train })
  expect(job.train.save).toEqual({ path: 'sales.safetensors' })
  expect(() => checkDraft(job)).not.toThrow()
})
