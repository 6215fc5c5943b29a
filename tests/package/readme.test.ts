// The code of the README in a project that has danfojs-node as docs/guide/prepare-data.md describes.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeSales } from '../e2e/sales.ts'
import { danfoManifest } from './page.ts'
import { Project, root } from './project.ts'

it('the code of the README runs with the danfojs-node of the user', async () => {
  const project = await Project.create({ type: 'module', ...(await danfoManifest()) })
  await project.install('typescript@7', '@types/node@20')
  await writeSales(project.folder)
  const page = await readFile(join(root, 'README.md'), 'utf8')
  const blocks = Array.from(page.matchAll(/^```ts\n(.*?)^```/gms), ([, code]) => code)
  const compilerOptions = {
    ...{ target: 'es2023', lib: ['es2023', 'esnext.disposable', 'dom'], module: 'nodenext', types: ['node'] },
    ...{ strict: true, skipLibCheck: true },
  }
  await project.write({
    'index.ts': `${blocks.join('\n')}\nexport {}\n`,
    'tsconfig.json': JSON.stringify({ compilerOptions, files: ['index.ts'] }),
  })
  await project.run('node', 'node_modules/typescript/bin/tsc')
  const { stdout, stderr } = await project.run('node', 'index.js')
  expect(stderr).toBe('')
  expect(stdout).toContain('q0.1')
  // No package that the overrides replace may be installed by another way.
  const lock = JSON.parse(await readFile(join(project.folder, 'package-lock.json'), 'utf8'))
  const packages = Object.entries<{ name?: string }>(lock.packages)
  const named = packages.map(([path, { name }]) => name ?? path.slice(path.lastIndexOf('node_modules/') + 13))
  expect(named).toEqual(expect.arrayContaining(['danfojs-node', '@tensorflow/tfjs', '@e965/xlsx', '@cypress/request']))
  for (const name of ['@tensorflow/tfjs-node', 'xlsx', 'request']) expect(named).not.toContain(name)
})
