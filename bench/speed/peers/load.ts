import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { root } from '../addon.ts'

/** Peers have a package file of their own, so that `npm ci` of the library stays light. */
export const peersFolder = `${root}/bench/peers`

export const requirePeer = createRequire(`${peersFolder}/package.json`)

/** Installs the peers when that was not done yet; offline there are none, which loading them will say. */
export function installPeers(): void {
  if (existsSync(`${peersFolder}/node_modules`)) return
  console.log('Installing onnxruntime-node, tfjs and brain.js in bench/peers, once')
  // Their install scripts fetch GPU libraries.
  const options = ['ci', '--prefix', peersFolder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  spawnSync('npm', options, { stdio: 'inherit', shell: process.platform === 'win32' })
}
