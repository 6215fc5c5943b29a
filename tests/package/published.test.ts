// What tools for authors of packages say about the tarball.

import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { Project, root } from './project.ts'

const bin = (name: string): string => join(root, 'node_modules/.bin', name)

it('is what its package.json says: publint', async () => {
  const project = await Project.create()
  const { stdout } = await project.run(bin('publint'), inject('tarball'), '--strict')
  expect(stdout).toContain('All good!')
})

it('has types that resolve everywhere: attw', async () => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const binaries = Object.keys(exports).filter((name) => `${exports[name]}`.endsWith('.node'))
  const project = await Project.create()
  // Modules only: Node.js since 20.19 requires them from CommonJS as they are.
  const flags = ['--profile', 'esm-only', '--exclude-entrypoints', ...binaries]
  // It lists what it ignores, and fails over anything else.
  const { stdout } = await project.run(bin('attw'), inject('tarball'), ...flags)
  const seen = Array.from(stdout.matchAll(/^"(gatecast.*)"$/gm), ([, name]) => name)
  expect(seen).toHaveLength(Object.keys(exports).length - binaries.length)
})

it('takes less than 20 MB to fetch', () => {
  const bytes = statSync(inject('tarball')).size
  console.log(`${(bytes / 1e6).toFixed(1)} MB`)
  expect(bytes).toBeLessThan(20e6)
})
