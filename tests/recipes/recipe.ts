// Recipes as a user has them: a folder of `examples` in a project of its own, with the packages that it names.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Copies a recipe to a new folder, and links the packages that its package.json names, and no others. */
export async function installRecipe(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `gatecast-${name}-`))
  await cp(join(root, 'examples', name), folder, { recursive: true })
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  for (const dependency of Object.keys(dependencies)) {
    const link = join(folder, 'node_modules', dependency)
    await mkdir(dirname(link), { recursive: true })
    await symlink(dependency === 'gatecast' ? root : join(root, 'node_modules', dependency), link)
  }
  return folder
}

/** A server in a process of its own. */
export interface Started {
  readonly url: string
  readonly process: ChildProcess
  /** Sends a signal, and resolves to the exit code; null if the signal ended the process. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/**
 * Starts a server, and waits until it prints where it listens. The system chooses the port.
 *
 * @throws if the process ends before, with all that it printed
 */
export async function start(
  file: string,
  env: Readonly<Record<string, string>>,
  execArgv: string[] = [],
): Promise<Started> {
  const child = fork(file, { cwd: dirname(file), env: { ...process.env, PORT: '0', ...env }, execArgv, silent: true })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (text: Buffer) => {
      output += text
      const listening = /listening at (\S+)/.exec(output)?.[1]
      if (listening) resolve(listening)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => reject(new Error(`exit code ${code}: ${output}`)))
  })
  const ended = once(child, 'exit')
  return {
    url,
    process: child,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      return (await ended)[0]
    },
  }
}
