// Writes the bill of materials of the package, in the format CycloneDX: what a user installs with it, and what is
// compiled into its files.
//
//   node scripts/sbom.mjs sbom.json
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Packages of the development whose code is in dist or in the binaries. */
const compiledIn = ['@emnapi/core', '@emnapi/runtime', 'echarts', 'emnapi', 'node-addon-api', 'node-api-headers']

const read = (name) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'))
const { dependencies, optionalDependencies, devDependencies, ...described } = read('package.json')
const lock = read('package-lock.json')
const all = { ...dependencies, ...Object.fromEntries(compiledIn.map((name) => [name, devDependencies[name]])) }
const manifest = { ...described, dependencies: all, optionalDependencies }
// npm refuses the name of the folder of the docs, which is a workspace, and lists peer packages, which users choose.
for (const name of ['workspaces', 'peerDependencies', 'peerDependenciesMeta', 'overrides']) delete manifest[name]

const place = mkdtempSync(join(tmpdir(), 'gatecast-sbom-'))
// npm names the package after its folder.
const folder = join(place, 'gatecast')
try {
  mkdirSync(folder)
  const packages = { '': manifest, ...needed() }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...lock, packages }))
  const options = ['--package-lock-only', '--sbom-format', 'cyclonedx']
  writeFileSync(process.argv[2], execFileSync('npm', ['sbom', ...options], { cwd: folder }))
} finally {
  rmSync(place, { recursive: true })
}

/** The entries of the lock file for the packages that the manifest needs, and for those that they need. */
function needed() {
  const found = {}
  const visit = (from, names) => {
    for (const name of Object.keys(names)) {
      const path = nearest(from, name)
      if (path in found) continue
      const { dev, devOptional, peer, ...entry } = lock.packages[path]
      found[path] = entry
      visit(`${path}/`, { ...entry.dependencies, ...entry.optionalDependencies })
    }
  }
  visit('', { ...all, ...optionalDependencies })
  return found
}

/** The folder in which Node finds a package, searched from a folder up to the root. */
function nearest(from, name) {
  const path = `${from}node_modules/${name}`
  if (path in lock.packages) return path
  if (from === '') throw new Error(`Expected ${name} in package-lock.json. Run npm install`)
  return nearest(from.replace(/node_modules\/(@[^/]+\/)?[^/]+\/$/, ''), name)
}
