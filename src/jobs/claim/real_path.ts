// Compares paths by what they name: links, spellings and the case of letters do not matter.

import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'

/** The file or folder that a path names; `undefined` if there is nothing, or if it may not be looked at. */
async function identityOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path, { bigint: true })
    // Some network shares number no files. Their paths are compared instead.
    return ino === 0n ? `path ${await realpath(path)}` : `${dev} ${ino}`
  } catch {
    return undefined
  }
}

/** Whether two paths name the same file or folder, which exists. */
export async function isSame(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([identityOf(one), identityOf(other)])
  return first !== undefined && first === second
}

/** The path of a file without links, also if it does not exist yet. */
export async function realPath(path: string): Promise<string> {
  const bare = path.replace(/(?<=.)[\\/]+$/, '')
  try {
    return await realpath(bare)
  } catch {
    const parent = dirname(bare)
    return parent === bare ? resolve(bare) : join(await realPath(parent), basename(bare))
  }
}

/** The path of a file relative to a folder, with slashes; `undefined` if it does not lie below the folder. */
export async function pathBelow(folder: string, path: string): Promise<string | undefined> {
  const sought = await identityOf(folder)
  const real = await realPath(path)
  if (sought === undefined) return undefined
  for (let above = dirname(real); ; above = dirname(above)) {
    if ((await identityOf(above)) === sought) return relative(above, real).replaceAll('\\', '/')
    if (dirname(above) === above) return undefined
  }
}
