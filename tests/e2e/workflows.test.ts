import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { targets } from '../../scripts/prebuilds/targets.ts'

interface Step {
  readonly uses?: string
  readonly run?: string
}
interface Job {
  readonly uses?: string
  readonly needs?: string
  readonly steps?: readonly Step[]
  readonly permissions?: Readonly<Record<string, string>>
  readonly strategy?: { readonly matrix: { readonly include: readonly { readonly target: string }[] } }
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

const folder = '.github/workflows'
const texts = Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]))
const workflows = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, parse(text) as Workflow]))
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

describe.each(Object.keys(texts))('%s', (name) => {
  const { permissions, jobs } = workflows[name]
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? [])

  it('has permission to read the repository and no other', () => expect(permissions).toEqual({ contents: 'read' }))

  it('pins every action to the hash of a commit, with its version in a comment', () => {
    const actions = texts[name].match(/uses: (?!\.\/).*/g) ?? []
    expect(actions).toHaveLength(steps.filter(({ uses }) => uses).length)
    for (const action of actions) expect(action).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('calls scripts and workflows that exist', () => {
    const called = steps.flatMap(({ run }) =>
      Array.from(run?.matchAll(/npm run ([\w:-]+)/g) ?? [], ([, script]) => script),
    )
    expect(called.filter((script) => !(script in scripts))).toEqual([])
    for (const { uses } of Object.values(jobs))
      if (uses) expect(Object.keys(texts)).toContain(uses.replace(`./${folder}/`, ''))
  })
})

it('every binary is tested before a release', () => {
  const { jobs } = workflows['binaries.yml']
  const run = Object.values(jobs).flatMap(({ strategy }) => strategy?.matrix.include.map(({ target }) => target) ?? [])
  expect(run.sort()).toEqual(targets.map(({ name }) => name).sort())
  const { build, publish } = workflows['release.yml'].jobs
  expect(build?.uses).toBe(`./${folder}/binaries.yml`)
  expect(publish?.needs).toBe('build')
})

it('a release is published with provenance, by the only job that may sign', () => {
  const signing = Object.values(workflows).flatMap(({ jobs }) =>
    Object.values(jobs).filter(({ permissions }) => permissions?.['id-token'] === 'write'),
  )
  expect(signing).toEqual([workflows['release.yml'].jobs.publish])
  const runs = signing[0].steps?.map(({ run }) => run) ?? []
  expect(runs.filter((run) => run?.startsWith('npm publish'))).toEqual(['npm publish --provenance --access public'])
  // What is published afterwards would not have been tested.
  expect(runs.slice(runs.indexOf('npm publish --provenance --access public') + 1)).toEqual([undefined])
})
