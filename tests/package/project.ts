// An empty project outside of the repository, with the programs of a user's machine: a runtime, npm and a shell, but no
// compiler.

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inject, onTestFinished } from 'vitest'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const execute = promisify(execFile)

export interface Output {
  stdout: string
  stderr: string
}

/** Makes a folder with links to node, sh, env and npm. It becomes the whole PATH. */
async function pathOf(folder: string, node: string): Promise<string> {
  const bin = join(folder, '.bin')
  await mkdir(bin)
  await symlink(node, join(bin, 'node'))
  for (const name of ['sh', 'env', 'npm']) await symlink(await found(name), join(bin, name))
  return bin
}

async function found(name: string): Promise<string> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name)
    const exists = await readFile(path).then(
      () => true,
      () => false,
    )
    if (exists) return path
  }
  throw new Error(`Expected ${name} in PATH`)
}

export class Project {
  readonly folder: string
  readonly #env: NodeJS.ProcessEnv

  private constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.folder = folder
    this.#env = env
  }

  /**
   * A project that ends with the test.
   *
   * @param node - the Node.js that npm and scripts run with
   */
  static async create(manifest: object = {}, node: string = process.execPath): Promise<Project> {
    const project = await Project.shared(manifest, node)
    onTestFinished(() => project.remove())
    return project
  }

  /** A project for several tests, which share the time of its installation. The caller removes it. */
  static async shared(manifest: object = {}, node: string = process.execPath): Promise<Project> {
    const folder = await mkdtemp(join(tmpdir(), 'gatecast-user-'))
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, ...manifest }))
    // Variables of this checkout must not help: neither its binary nor the settings of the npm that runs this test.
    const kept = Object.entries(process.env).filter(([name]) => !/^(GATECAST|NODE_|npm_(?!config_))/.test(name))
    return new Project(folder, { ...Object.fromEntries(kept), PATH: await pathOf(folder, node) })
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true })
  }

  write(files: Readonly<Record<string, string>>): Promise<unknown> {
    return Promise.all(
      Object.entries(files).map(async ([name, text]) => {
        await mkdir(dirname(join(this.folder, name)), { recursive: true })
        await writeFile(join(this.folder, name), text)
      }),
    )
  }

  /** Runs `npm install` for the tarball and further packages. */
  install(...more: readonly string[]): Promise<Output> {
    return this.run('npm', 'install', '--no-audit', '--no-fund', inject('tarball'), ...more)
  }

  /** Runs a program in the folder. Rejects with its output if it fails. */
  async run(program: string, ...args: readonly string[]): Promise<Output> {
    return this.runIn(this.folder, {}, program, ...args)
  }

  async runIn(cwd: string, env: NodeJS.ProcessEnv, program: string, ...args: readonly string[]): Promise<Output> {
    const options = { cwd, env: { ...this.#env, ...env }, timeout: 280_000, maxBuffer: 64 << 20 }
    try {
      return await execute(program, args, options)
    } catch (error) {
      const { message, stdout, stderr } = error as Error & Output
      throw new Error(`${message}\n${stdout}\n${stderr}`)
    }
  }
}

/** The first program of the README. */
export async function quickstart(): Promise<string> {
  const text = await readFile(join(root, 'README.md'), 'utf8')
  const code = /^```js\n(\/\/ quickstart\.mjs\n.*?)^```/ms.exec(text)?.[1]
  if (code === undefined)
    throw new Error('Expected the README to have a block of js that begins with // quickstart.mjs')
  return code
}

/** Matches the output of the quickstart: a chart of its first series. */
export const chart = /^series 1 .*80 % interval[\s\S]*─┬─/m
