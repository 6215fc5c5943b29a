import { spawnSync } from 'node:child_process'

/**
 * Runs a command to its end and prints nothing.
 *
 * @param env - variables besides those of this process
 * @throws {Error} with the end of its output, if it fails
 */
export function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  // npm is a script on Windows, and scripts need a shell there.
  const shell = process.platform === 'win32' && command === 'npm'
  const options = { encoding: 'utf8', shell, maxBuffer: 1 << 28, env: { ...process.env, ...env } } as const
  const { status, error, stdout, stderr } = spawnSync(command, args, options)
  if (status === 0) return
  const printed = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-40).join('\n')
  throw new Error(`${command} ${args.join(' ')}\n${error?.message ?? printed}`)
}

/** Whether a command exists. */
export function isThere(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0
}
