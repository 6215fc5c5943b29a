import { existsSync } from 'node:fs'
import { run } from './run.ts'

const extension = process.platform === 'win32' ? '.exe' : ''

/**
 * The compiler, installed when it was not yet: 400 MB that `npm ci` of the library does without.
 *
 * @returns the path of the executable
 */
export function zig(root: string): string {
  const folder = `${root}/scripts/prebuilds/zig`
  const executable = `${folder}/node_modules/@zigc/${process.platform}-${process.arch}/bin/zig${extension}`
  if (!existsSync(executable)) {
    console.log('Installing zig in scripts/prebuilds/zig, once')
    run('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'])
  }
  return executable
}
