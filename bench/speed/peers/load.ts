import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { root } from '../addon.ts'

/** Peers have their own package.json, so that `npm ci` of the library does not install them. */
export const peersFolder = `${root}/bench/peers`

export const requirePeer = createRequire(`${peersFolder}/package.json`)

/** Installs the peers of the lock file once. Without a network it fails, and then loading a peer reports the reason. */
export function installPeers(): void {
  const changed = (file: string) => statSync(`${peersFolder}/${file}`, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (changed('node_modules/.package-lock.json') > changed('package-lock.json')) return
  console.log('Installing onnxruntime-node, tfjs and brain.js in bench/peers, once')
  // Runs no install scripts, because they download GPU libraries.
  const options = ['ci', '--prefix', peersFolder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  spawnSync('npm', options, { stdio: 'inherit', shell: process.platform === 'win32' })
}
