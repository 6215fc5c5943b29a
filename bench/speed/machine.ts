import { createRequire } from 'node:module'
import { arch, cpus, loadavg, platform, totalmem } from 'node:os'
import { addon, root } from './addon.ts'

/** The properties of the machine that the figures depend on. */
export function machine(peers: Readonly<Record<string, string | undefined>>) {
  const { tier, features, threads } = addon.cpuInfo()
  const { version } = createRequire(`${root}/`)('./package.json') as { version: string }
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    processors: threads,
    platform: `${platform()} ${arch()}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    tier,
    features,
    load: loadavg()[0],
    versions: { gatecast: version, node: process.version, ...peers },
  }
}
