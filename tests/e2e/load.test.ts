import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Code and message of the error that importing the package ends with. */
function failure(env: Record<string, string>): { code: string; message: string } {
  const script = `import('gatecast').then(() => console.log('{}'), ({ code, message }) => console.log(JSON.stringify({ code, message })))`
  const options = { cwd: root, env: { ...process.env, ...env } }
  return JSON.parse(execFileSync(process.execPath, ['--eval', script], options).toString())
}

it('says where the addon was looked for', () => {
  const { code, message } = failure({ GATECAST_BINARY: '/nowhere/gatecast.node' })
  expect(code).toBe('ERR_BINARY')
  expect(message).toBe('Expected the addon at /nowhere/gatecast.node, as GATECAST_BINARY says, got no such file')
})

it('says what to do with a file that is no addon of this machine', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'gatecast-')), 'gatecast.node')
  writeFileSync(path, 'made for another machine')
  const { code, message } = failure({ GATECAST_BINARY: path })
  expect(code).toBe('ERR_BINARY')
  expect(message).toMatch(
    /gatecast\.node, as GATECAST_BINARY says, to fit linux .* with glibc, Node v.*, got: .* npm run build:native/,
  )
})

it('says which tiers there are', () => {
  const { code, message } = failure({ GATECAST_ISA: 'avx1024' })
  expect(code).toBe('ERR_RANGE')
  expect(message).toBe('Expected GATECAST_ISA to be one of baseline, avx2, avx512, amx, neon, got "avx1024"')
})
