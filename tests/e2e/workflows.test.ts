import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { targets } from '../../scripts/prebuilds/targets.ts'

const folder = fileURLToPath(new URL('../../.github/workflows', import.meta.url))
const { scripts } = JSON.parse(readFileSync(join(folder, '../../package.json'), 'utf8'))

interface Job {
  steps: { uses?: string; run?: string }[]
  strategy?: { matrix: { include: { targets?: string }[] } }
}
const jobsOf = (name: string): Record<string, Job> => parse(readFileSync(join(folder, name), 'utf8')).jobs

describe.each(readdirSync(folder))('%s', (name) => {
  const steps = Object.values(jobsOf(name)).flatMap((job) => job.steps)

  it('pins actions by the hash of a commit: a tag can be moved', () => {
    const actions = steps.flatMap(({ uses }) => uses ?? [])
    expect(actions.length).toBeGreaterThan(0)
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/)
  })

  it('runs scripts that are there', () => {
    const called = steps.flatMap(({ run }) =>
      Array.from(run?.matchAll(/npm run ([\w:-]+)/g) ?? [], ([, script]) => script),
    )
    expect(called.filter((script) => !(script in scripts))).toEqual([])
  })
})

it('a release has every binary that the package names', () => {
  const { prebuild } = jobsOf('release.yml')
  const built = prebuild?.strategy?.matrix.include.flatMap((one) => one.targets?.split(' ') ?? []) ?? []
  expect(built.sort()).toEqual(targets.map(({ name }) => name).sort())
})
