// Checks of the tarball by publint and attw.

import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { Project, root } from './project.ts'

const bin = (name: string): string => join(root, 'node_modules/.bin', name)

it('publint finds nothing wrong in the tarball', async () => {
  const project = await Project.create()
  const { stdout } = await project.run(bin('publint'), inject('tarball'), '--strict')
  expect(stdout).toContain('All good!')
})

it('attw resolves the types of every entry', async () => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const binaries = Object.keys(exports).filter((name) => /\.(node|wasm)$/.test(`${exports[name]}`))
  const project = await Project.create()
  // The package has ES modules only. Node.js 20.19 and later can load them with require().
  const flags = ['--profile', 'esm-only', '--exclude-entrypoints', ...binaries]
  // attw lists the problems that it ignores, and fails for any other.
  const { stdout } = await project.run(bin('attw'), inject('tarball'), ...flags)
  const seen = Array.from(stdout.matchAll(/^"(gatecast.*)"$/gm), ([, name]) => name)
  expect(seen).toHaveLength(Object.keys(exports).length - binaries.length)
})

it('the tarball is smaller than 20 MB', () => {
  const bytes = statSync(inject('tarball')).size
  console.log(`${(bytes / 1e6).toFixed(1)} MB`)
  expect(bytes).toBeLessThan(20e6)
})
