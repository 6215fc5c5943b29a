// npm install as a user types it, with install scripts.

import { execFile, spawnSync } from 'node:child_process'
import { lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../speed/addon.ts'
import { table } from '../speed/table.ts'

const packages = ['@tensorflow/tfjs-node', '@tensorflow/tfjs', 'onnxruntime-node', 'brain.js']

export async function installs(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-install-'))
  try {
    const packed = pack(folder)
    const rows: string[][] = []
    rows.push(['gatecast', ...(await install(folder, packed))])
    rows.push(['gatecast, without DuckDB', ...(await install(folder, packed, '--omit=optional'))])
    for (const name of packages) rows.push([name, ...(await install(folder, name))])
    return table(['npm install', 'ends with', 'seconds', 'MB', 'packages', 'reason'], rows)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function pack(folder: string): string {
  const { stdout, stderr, status } = spawnSync('npm', ['pack', '--json', '--pack-destination', folder], {
    ...{ cwd: root, encoding: 'utf8', shell: process.platform === 'win32' },
  })
  if (status !== 0) throw new Error(stderr)
  return join(folder, JSON.parse(stdout)[0].filename)
}

async function install(parent: string, what: string, ...flags: string[]): Promise<string[]> {
  const folder = mkdtempSync(join(parent, 'project-'))
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const options = ['install', what, ...flags, '--cache', join(folder, '.cache'), '--no-audit', '--no-fund']
  const start = performance.now()
  const { code, output } = await run(options, folder)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  if (code !== 0) return [`error ${code}`, seconds, '', '', reasonOf(output)]
  const { bytes, packages } = sizeOf(join(folder, 'node_modules'))
  return ['success', seconds, (bytes / 1e6).toFixed(0), `${packages}`, '']
}

function run(options: readonly string[], cwd: string): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    const settings = { cwd, shell: process.platform === 'win32', maxBuffer: 1 << 26 }
    execFile('npm', options, settings, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr })
    })
  })
}

/** The line of an install script that names the error. */
const reasonOf = (output: string): string => /\b(?:Error|ERR_\w+|E[A-Z]{4,}): .*/.exec(output)?.[0] ?? 'see npm'

/** The size of the files in bytes, and the number of installed packages. */
function sizeOf(folder: string): { bytes: number; packages: number } {
  let bytes = 0
  let packages = 0
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    bytes += lstatSync(join(entry.parentPath, entry.name)).size
    if (entry.name === 'package.json' && /node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+$/.test(entry.parentPath))
      packages++
  }
  return { bytes, packages }
}
