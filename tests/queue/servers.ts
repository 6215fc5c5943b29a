// A real Redis and a real PostgreSQL of Debian's packages, each on a free port of 127.0.0.1 with a data folder of its own.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, connect as dial } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type Kind = 'redis' | 'postgres'

/** The password of the servers. Tests check that it is in no job and in no log. */
export const secret = 'not-to-be-told'

export interface QueueServer {
  readonly address: string
  /** Ends the server at once, as a power failure does, and starts it again after `away` milliseconds. */
  crash(away?: number): Promise<void>
  stop(): Promise<void>
}

interface Program {
  command: string
  args: string[]
  uid?: number
  gid?: number
  /** The signal that ends the server at once, without tidying up. */
  crash: NodeJS.Signals
  /** The signal that ends the server in order, but without waiting for clients. */
  stop: NodeJS.Signals
}

export async function startServer(kind: Kind): Promise<QueueServer> {
  const folder = mkdtempSync(join(tmpdir(), `gatecast-${kind}-`))
  const port = await freePort()
  const program = kind === 'redis' ? redis(folder, port) : postgres(folder, port)
  let running = await start(program, port)
  const end = async (signal: NodeJS.Signals) => {
    const ended = new Promise((resolve) => running.once('exit', resolve))
    running.kill(signal)
    await ended
  }
  return {
    address:
      kind === 'redis'
        ? `redis://:${secret}@127.0.0.1:${port}`
        : `postgres://gatecast:${secret}@127.0.0.1:${port}/postgres`,
    async crash(away = 500) {
      await end(program.crash)
      await sleep(away)
      running = await start(program, port)
    },
    async stop() {
      await end(program.stop)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function redis(folder: string, port: number): Program {
  const options = { port, bind: '127.0.0.1', dir: folder, appendonly: 'yes', save: '', requirepass: secret }
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`])
  return { command: 'redis-server', args, crash: 'SIGKILL', stop: 'SIGTERM' }
}

function postgres(folder: string, port: number): Program {
  const home = '/usr/lib/postgresql'
  const [version] = existsSync(home) ? readdirSync(home).sort((a, b) => Number(b) - Number(a)) : []
  const bin = join(home, `${version}`, 'bin')
  if (version === undefined) throw new Error('Expected PostgreSQL, got none. Install it: apt-get install postgresql')
  // PostgreSQL refuses to run as root.
  const number = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  const owner = process.getuid?.() === 0 ? { uid: number('-u'), gid: number('-g') } : {}
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const password = join(folder, 'password')
  writeFileSync(password, secret, { mode: 0o644 })
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'gatecast', '-A', 'scram-sha-256', '--pwfile', password, '--no-sync'],
    {
      ...owner,
      stdio: 'pipe',
    },
  )
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`]
  return {
    ...{
      command: join(bin, 'postgres'),
      args: ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
      ...owner,
    },
    // SIGQUIT ends all processes of PostgreSQL at once, and the next start recovers from the journal. SIGKILL would
    // leave shared memory behind.
    crash: 'SIGQUIT',
    stop: 'SIGINT',
  }
}

async function start({ command, args, uid, gid }: Program, port: number): Promise<ChildProcess> {
  const child = spawn(command, args, { stdio: 'ignore', ...(uid !== undefined && { uid, gid }) })
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
  for (const deadline = Date.now() + 20_000; !(await isOpen(port)); await sleep(50))
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`Expected ${command} to start, got exit code ${child.exitCode}`)
  return child
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = dial(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
