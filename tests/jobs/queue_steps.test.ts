import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { steps } from '../../src/jobs/queue/worker/steps.ts'

it('runs every step of src/jobs/queue/steps by its name', () => {
  const folder = new URL('../../src/jobs/queue/steps', import.meta.url)
  const files = readdirSync(folder).map((name) => name.replace('.ts', ''))
  expect(Object.keys(steps).sort()).toEqual(files.sort())
})
