// The images of examples/serve with the packed tarball: the commands of the Dockerfile, run on this machine.

import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, it, onTestFinished } from 'vitest'
import { makeImage } from '../recipes/image.ts'
import { saveLoadModel } from '../recipes/load_model.ts'
import { start } from '../recipes/recipe.ts'
import { Project, root } from './project.ts'

it('the commands of the Dockerfile install what the server needs, and no DuckDB', async () => {
  const project = await Project.create()
  await cp(join(root, 'examples/serve'), project.folder, { recursive: true })
  const manifest = JSON.parse(await readFile(join(project.folder, 'package.json'), 'utf8'))
  manifest.dependencies.gatecast = 'file:gatecast.tgz'
  await project.write({ 'package.json': JSON.stringify(manifest) })
  await cp(inject('tarball'), join(project.folder, 'gatecast.tgz'))
  await project.run('npm', 'install', '--package-lock-only', '--no-audit', '--no-fund')

  const image = await makeImage(project.folder, 'Dockerfile', async (command, folder) => {
    await cp(inject('tarball'), join(folder, 'gatecast.tgz'))
    await project.runIn(folder, {}, 'sh', '-c', command)
  })
  const models = await mkdtemp(join(tmpdir(), 'gatecast-'))
  onTestFinished(() => Promise.all([image.root, models].map((made) => rm(made, { recursive: true }))).then())
  const packages = await readdir(join(image.folder, 'node_modules'))
  expect(packages).toEqual(expect.arrayContaining(['fastify', 'gatecast', 'prom-client']))
  expect(packages).not.toContain('@duckdb')

  const { path: MODEL } = await saveLoadModel(models)
  const server = await start(join(image.folder, 'main.mjs'), { ...image.env, MODEL, HOST: '127.0.0.1', PORT: '0' })
  expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'ok' })
  expect(await server.stop()).toBe(0)
})
