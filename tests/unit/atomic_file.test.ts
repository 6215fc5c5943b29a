import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/** The code with which `fsync` of files or of folders fails. */
const failing: { file?: string; folder?: string } = {}

vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs')>()
  const fsync = (fd: number, done: (error: Error | null) => void) => {
    const code = real.fstatSync(fd).isDirectory() ? failing.folder : failing.file
    if (code) done(Object.assign(new Error(code), { code }))
    else real.fsync(fd, done)
  }
  return { ...real, fsync }
})

const { publish, temporaryFor, writeAtomically } = await import('../../src/base/atomic_file.ts')
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatecast-'))
})
afterEach(() => {
  Object.assign(failing, { file: undefined, folder: undefined })
  rmSync(folder, { recursive: true })
})
const write = (text: string) => writeAtomically(join(folder, 'x'), [Buffer.from(text)])

describe('a file system that cannot sync', () => {
  it.each(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])('still gets the file: %s', async (code) => {
    Object.assign(failing, { file: code, folder: code })
    await write('whole')
    const temporary = temporaryFor(join(folder, 'y'))
    await writeFile(temporary, 'moved')
    await publish(temporary, join(folder, 'y'))
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['whole', 'moved'])
  })

  it('still gets the file if only the folder cannot be synced', async () => {
    failing.folder = 'EPERM'
    await write('whole')
    expect(readFileSync(join(folder, 'x'), 'utf8')).toBe('whole')
  })
})

describe('a sync that fails for another reason', () => {
  it.each([
    ['file', 'EIO'],
    ['file', 'ENOSPC'],
    ['file', 'EPERM'],
    ['folder', 'EIO'],
  ] as const)('is an error, because the file may be lost: %s, %s', async (what, code) => {
    failing[what] = code
    await expect(write('whole')).rejects.toMatchObject({ code: 'ERR_FILE', message: expect.stringContaining(code) })
    expect(readdirSync(folder)).toEqual(what === 'file' ? [] : ['x'])
  })
})
