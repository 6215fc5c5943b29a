import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { platformName, thisMachine } from '../../src/addon/platform.ts'
import { installed } from './installed.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const binary = resolve(process.env.GATECAST_BINARY ?? 'build/Release/gatecast.node')
const here = platformName(thisMachine())

interface Outcome {
  tier?: string
  code?: string
  message?: string
}

/** Imports the package in a process that first runs `before` and does not inherit GATECAST_BINARY. */
function load(cwd: string, env: Record<string, string>, before = ''): Outcome {
  const script = `${before}
    import('gatecast').then(({ cpuInfo }) => cpuInfo(), ({ code, message }) => ({ code, message }))
      .then((outcome) => console.log(JSON.stringify(outcome)))`
  const { GATECAST_BINARY: _, ...rest } = process.env
  return JSON.parse(execFileSync(process.execPath, ['--eval', script], { cwd, env: { ...rest, ...env } }).toString())
}

describe('the loader in a checkout', () => {
  it('loads the addon that GATECAST_BINARY names, and refuses a missing file', () => {
    expect(load(root, { GATECAST_BINARY: binary }).tier).toBeDefined()
    expect(load(root, { GATECAST_BINARY: '/nowhere/gatecast.node' })).toEqual({
      code: 'ERR_BINARY',
      message:
        'Expected the addon at /nowhere/gatecast.node, which GATECAST_BINARY names, got no such file. Correct or unset GATECAST_BINARY',
    })
  })

  it('refuses a file that is not an addon of this machine, and says how to build one', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'gatecast-')), 'gatecast.node')
    writeFileSync(path, 'made for another machine')
    const { code, message } = load(root, { GATECAST_BINARY: path })
    expect(code).toBe('ERR_BINARY')
    expect(message).toMatch(
      /gatecast\.node, which GATECAST_BINARY names, to load on \w+ \w+.*, Node v.*, got: .*npm run build/,
    )
  })

  it('refuses an unknown GATECAST_ISA, and lists the tiers', () => {
    const { code, message } = load(root, { GATECAST_ISA: 'avx1024' })
    expect(code).toBe('ERR_RANGE')
    expect(message).toBe('Expected GATECAST_ISA to be one of baseline, avx2, avx512, amx, neon, simd128, got "avx1024"')
  })
})

describe('the loader of the installed package', () => {
  let project: string
  beforeAll(async () => {
    project = await installed({ [here]: binary })
  })
  afterAll(() => rmSync(project, { recursive: true }))

  it('loads the binary of the platform', () => {
    expect(load(project, {}).tier).toBeDefined()
  })

  it('recognises musl by the report of Node, without looking up host names', () => {
    const musl = `const { report } = process
      report.getReport = () => {
        if (!report.excludeNetwork) throw new Error('looks up names')
        return { header: {} }
      }
      Object.defineProperty(process, 'platform', { value: 'linux' });`
    const { code, message } = load(project, {}, musl)
    expect(code).toBe('ERR_BINARY')
    expect(message).toContain(`Expected prebuilds/linux-${process.arch}-musl/gatecast.node of gatecast`)
    expect(message).toMatch(new RegExp(`on linux ${process.arch} with musl, Node v\\d.*Cannot find module`))
  })

  it('refuses an unknown platform, and lists the known ones', () => {
    const { code, message } = load(project, {}, `Object.defineProperty(process, 'platform', { value: 'sunos' });`)
    expect(code).toBe('ERR_BINARY')
    expect(message).toMatch(/^Expected one of the platforms darwin-arm64, .*, win32-x64, got sunos-/)
    expect(message).toContain('npm run build:native')
  })

  it.each([
    'gatecast',
    'gatecast/nn',
    'gatecast/danfo',
    'gatecast/datasets',
    'gatecast/files',
    'gatecast/jobs',
    'gatecast/native',
  ])('can be required from CommonJS: %s', (name) => {
    const script = `console.log(Object.keys(require(${JSON.stringify(name)})).length)`
    expect(Number(execFileSync(process.execPath, ['--eval', script], { cwd: project }))).toBeGreaterThan(0)
  })
})
