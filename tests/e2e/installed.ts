import { cp, mkdir, mkdtemp, realpath, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * A project that has the package as it is published, with these files under `prebuilds/` and no build of a checkout.
 */
export async function installed(prebuilds: Readonly<Record<string, string>>): Promise<string> {
  const project = await realpath(await mkdtemp(join(tmpdir(), 'gatecast-')))
  const own = join(project, 'node_modules/gatecast')
  await mkdir(own, { recursive: true })
  for (const name of ['package.json', 'dist']) await cp(join(root, name), join(own, name), { recursive: true })
  for (const [target, file] of Object.entries(prebuilds)) {
    await mkdir(join(own, 'prebuilds', target), { recursive: true })
    await cp(file, join(own, 'prebuilds', target, 'gatecast.node'))
  }
  await symlink(join(root, 'node_modules'), join(own, 'node_modules'))
  return project
}
