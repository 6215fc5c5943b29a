// The Dockerfiles of examples. Docker itself is not needed: a test makes the folders of an image and starts what is in it.

import { readFileSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { lastOf, makeImage, readStages } from './image.ts'
import { saveLoadModel } from './load_model.ts'
import { installRecipe, start } from './recipe.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const files = ['examples/serve/Dockerfile', 'examples/serve/Dockerfile.alpine', 'examples/deploy/Dockerfile']

describe.each(files)('%s', (file) => {
  const stages = readStages(join(root, file))
  const last = stages.at(-1)!

  it('installs in one stage and runs in another', () => {
    expect(stages).toHaveLength(2)
    expect(stages[0].some(({ keyword }) => keyword === 'RUN')).toBe(true)
    expect(last.some(({ keyword }) => keyword === 'RUN')).toBe(false)
  })

  it('names the version of Node and of the system in both stages', () => {
    const system = file.endsWith('alpine') ? 'alpine3\\.\\d+' : 'bookworm-slim'
    for (const [from] of stages) expect(from.words[0]).toMatch(new RegExp(`^node:2\\d-${system}$`))
  })

  it('runs as a user without rights, who owns no file of the program', () => {
    expect(lastOf(last, 'USER')?.words).toEqual(['node'])
    for (const { keyword, flags } of last.slice(last.findIndex(({ keyword }) => keyword === 'USER')))
      expect([keyword, flags.chown]).not.toEqual(['COPY', expect.anything()])
  })

  it('starts the program without a shell, so that signals reach it', () => {
    expect((lastOf(last, 'CMD') ?? lastOf(last, 'ENTRYPOINT'))?.isJson).toBe(true)
  })
})

describe.each(['Dockerfile', 'Dockerfile.alpine'])('the image of the server by %s', (file) => {
  it('has the files and packages that the server needs, and tells that it is healthy', async () => {
    const context = await installRecipe('serve')
    const commands: string[] = []
    const image = await makeImage(context, file, async (command, folder) => {
      commands.push(command)
      await cp(join(context, 'node_modules'), join(folder, 'node_modules'), { recursive: true })
    })
    expect(commands).toEqual(['npm ci --omit=dev --omit=optional'])
    const models = await mkdtemp(join(tmpdir(), 'gatecast-'))
    onTestFinished(() => Promise.all([image.root, context, models].map((made) => rm(made, { recursive: true }))).then())
    const { path: MODEL } = await saveLoadModel(models)
    const stage = readStages(join(context, file)).at(-1)!
    expect(image.env).toMatchObject({
      NODE_ENV: 'production',
      HOST: '0.0.0.0',
      PORT: lastOf(stage, 'EXPOSE')?.words[0],
    })

    const [node, main] = lastOf(stage, 'CMD')!.words
    const [, probe] = lastOf(stage, 'HEALTHCHECK')!.words
    expect(node).toBe('node')
    // The test opens no port to other machines.
    const env = { ...image.env, MODEL, HOST: '127.0.0.1', PORT: '0' }
    const server = await start(join(image.folder, main), env)
    const healthy = (port: string) => start(join(image.folder, probe), { PORT: port }).catch(({ message }) => message)
    expect(await healthy(new URL(server.url).port)).toMatch(/^exit code 0:/)
    expect(await server.stop()).toBe(0)
    expect(await healthy(new URL(server.url).port)).toMatch(/^exit code 1:/)
  })
})

it('the image of workers has the versions of packages that the queue needs', () => {
  const { peerDependencies, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const [packages] = readStages(join(root, 'examples/deploy/Dockerfile'))
  const named = lastOf(packages, 'RUN')!.words.filter((word) => word.includes('@'))
  const wanted = Object.entries({ ...peerDependencies, gatecast: `^${version}` }).map(
    ([name, range]) => `${name}@${range}`,
  )
  expect(wanted).toEqual(expect.arrayContaining(named))
  expect(named.map((word) => word.split('@')[0])).toEqual(['gatecast', 'bullmq', 'ioredis', 'pg'])
})
