import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { root } from '../addon.ts'

/** Peers have a package file of their own, so that `npm ci` of the library stays light. */
export const peersFolder = `${root}/bench/peers`

export const requirePeer = createRequire(`${peersFolder}/package.json`)

/** Installs the peers that the lock file names, once; offline there are none, which loading them will say. */
export function installPeers(): void {
  const changed = (file: string) => statSync(`${peersFolder}/${file}`, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (changed('node_modules/.package-lock.json') > changed('package-lock.json')) return
  console.log('Installing onnxruntime-node, tfjs and brain.js in bench/peers, once')
  // Their install scripts fetch GPU libraries.
  const options = ['ci', '--prefix', peersFolder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  spawnSync('npm', options, { stdio: 'inherit', shell: process.platform === 'win32' })
}
