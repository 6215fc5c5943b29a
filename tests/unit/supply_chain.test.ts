// What others deliver to this project: actions, packages, and the list of them that a release carries.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

interface Job {
  readonly uses?: string
  readonly permissions?: unknown
  readonly steps?: readonly { readonly uses?: string; readonly run?: string }[]
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions?: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

const folder = '.github/workflows'
const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name))
const texts = new Map(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
const workflowOf = (name: string): Workflow => parse(texts.get(name) ?? '')
const stepsOf = (name: string) => Object.values(workflowOf(name).jobs).flatMap(({ steps = [] }) => steps)

/** What is wrong with the actions and the permissions of a workflow. */
function faultsOf(text: string): string[] {
  const { permissions, jobs, on } = parse(text) as Workflow
  const used = Object.values(jobs).flatMap(({ uses, steps = [] }) => [uses, ...steps.map((step) => step.uses)])
  const loose = used.filter((name) => name && !name.startsWith('./') && !/^[\w.-]+\/[\w./-]+@[\da-f]{40}$/.test(name))
  const more = Object.entries(permissions ?? {}).filter(([, right]) => right !== 'read')
  const runs = Object.values(jobs).flatMap(({ steps = [] }) => steps.map(({ run = '' }) => run))
  return [
    ...loose.map((name) => `not pinned by hash: ${name}`),
    ...(permissions ? [] : ['no permissions']),
    ...more.map(([name, right]) => `all jobs may ${right} ${name}`),
    // With these, a stranger's pull request would run with the rights of this project.
    ...['pull_request_target', 'workflow_run'].filter((event) => event in on).map((event) => `runs on ${event}`),
    ...runs.filter((run) => /\$\{\{\s*github\.(event|head_ref)/.test(run)).map((run) => `a stranger's text in: ${run}`),
  ]
}

describe('a workflow', () => {
  it.each(files)('pins its actions, and gives no right that a job does not need: %s', (name) => {
    expect(faultsOf(texts.get(name) ?? '')).toEqual([])
  })

  it('is refused with an action by its tag, without permissions, or with the text of a stranger', () => {
    const title = ['$', '{{ github.event.issue.title }}'].join('')
    const jobs = `jobs: { a: { steps: [{ uses: 'actions/checkout@v6' }, { run: 'echo ${title}' }] } }`
    const found = faultsOf(`on: { pull_request_target: }\n${jobs}`).join('\n')
    for (const fault of ['not pinned by hash: actions/checkout@v6', 'no permissions', 'pull_request_target', 'echo'])
      expect(found).toContain(fault)
    expect(faultsOf('on: { push: }\npermissions: { contents: write }\njobs: {}')).toEqual([
      'all jobs may write contents',
    ])
  })

  it.each(['ci.yml', 'release.yml'])('checks the signatures of the registry after each npm ci: %s', (name) => {
    const runs = stepsOf(name).map(({ run }) => run)
    expect(runs).toContain('npm audit signatures')
    expect(runs.indexOf('npm audit signatures')).toBe(runs.indexOf('npm ci') + 1)
  })

  it('has newer versions of its actions and of packages proposed', () => {
    const { updates } = parse(readFileSync('.github/dependabot.yml', 'utf8'))
    const kinds = updates.map((update: { 'package-ecosystem': string }) => update['package-ecosystem'])
    expect(kinds.toSorted()).toEqual(['github-actions', 'npm'])
  })
})

interface Locked {
  readonly link?: boolean
  readonly integrity?: string
  readonly resolved?: string
}

describe.each(['package-lock.json', 'scripts/prebuilds/zig/package-lock.json'])('%s', (file) => {
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Locked> }
  const installed = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link)

  it('has a hash for each package', () => {
    expect(installed.length).toBeGreaterThan(2)
    const without = installed.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))
    expect(without.map(([path]) => path)).toEqual([])
  })

  it('names no registry: npm takes the one that a user has configured', () => {
    const named = installed.filter(([, { resolved }]) => resolved !== undefined)
    expect(named.map(([path]) => path)).toEqual([])
  })
})

describe('the bill of materials', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'))

  it('lists exactly the dependencies, what is compiled in, and what these need', () => {
    const place = mkdtempSync(join(tmpdir(), 'gatecast-'))
    try {
      execFileSync(process.execPath, ['scripts/sbom.mjs', join(place, 'sbom.json')])
      const bill = JSON.parse(readFileSync(join(place, 'sbom.json'), 'utf8'))
      expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'gatecast' } } })
      expect(bill.metadata.component.version).toBe(manifest.version)
      const needs = new Map<string, string[]>(
        bill.dependencies.map(({ ref, dependsOn }: { ref: string; dependsOn: string[] }) => [ref, dependsOn]),
      )
      const nameOf = (ref: string) => ref.replace(/@[^@]*$/, '')
      const own = { ...manifest.dependencies, ...manifest.optionalDependencies }
      const direct = needs.get(`gatecast@${manifest.version}`) ?? []
      const compiledIn = ['@emnapi/core', '@emnapi/runtime', 'echarts', 'emnapi', 'node-addon-api', 'node-api-headers']
      expect(direct.map(nameOf).toSorted()).toEqual([...Object.keys(own), ...compiledIn].toSorted())
      const reached = new Set<string>()
      const visit = (ref: string): void => {
        if (reached.has(ref)) return
        reached.add(ref)
        for (const next of needs.get(ref) ?? []) visit(next)
      }
      for (const ref of direct) visit(ref)
      const listed = bill.components.map((component: { 'bom-ref': string }) => component['bom-ref'])
      expect(listed.toSorted()).toEqual([...reached].toSorted())
      for (const { name, hashes } of bill.components) expect(hashes, name).toHaveLength(1)
    } finally {
      rmSync(place, { recursive: true })
    }
  })

  it('is attached to the release', () => {
    const runs = stepsOf('release.yml').map(({ run = '' }) => run)
    expect(runs).toContain('node scripts/sbom.mjs sbom.cdx.json')
    expect(runs.join('\n')).toMatch(/gh release create .*sbom\.cdx\.json/)
  })
})
