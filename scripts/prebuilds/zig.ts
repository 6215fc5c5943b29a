import { existsSync } from 'node:fs'
import { run } from './run.ts'

const extension = process.platform === 'win32' ? '.exe' : ''

/**
 * Returns the compiler and installs it first if needed: 400 MB that `npm ci` of the library does not install.
 *
 * @returns the path of the executable
 */
export function zig(root: string): string {
  const folder = `${root}/scripts/prebuilds/zig`
  const executable = `${folder}/node_modules/@zigc/${process.platform}-${process.arch}/bin/zig${extension}`
  if (!existsSync(executable)) {
    console.log('Installing zig in scripts/prebuilds/zig, once')
    // `npm ci` would need the packages of all platforms in the lock file. `npm install` does not, and it also checks
    // the hashes of the lock file.
    run('npm', ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'])
    if (!existsSync(executable)) throw new Error(`Expected npm to install ${executable}`)
  }
  return executable
}
