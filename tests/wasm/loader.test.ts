// The WebAssembly build as the loader's last resort, and gatecast/wasm in Node.

import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installed } from '../e2e/installed.ts'
import { builtModule } from './paths.ts'

let project: string
beforeAll(async () => {
  project = await installed({})
  const folder = join(project, 'node_modules/gatecast/prebuilds/wasm32')
  mkdirSync(folder, { recursive: true })
  copyFileSync(builtModule, join(folder, 'gatecast.wasm'))
})
afterAll(() => rmSync(project, { recursive: true }))

/** Runs a module in the project, without the variables by which these tests choose a binary. */
function run(script: string): { out: string; err: string } {
  const { GATECAST_BINARY: _, GATECAST_ISA: __, ...env } = process.env
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    ...{ cwd: project, env, encoding: 'utf8' },
  })
  return { out: stdout.trim(), err: stderr }
}

describe('a system without a binary', () => {
  it('runs the WebAssembly build, and warns once', () => {
    const { out, err } = run(`import { cpuInfo } from 'gatecast'
      import 'gatecast/nn'
      console.log(cpuInfo().tier)`)
    expect(out).toBe('simd128')
    expect(err.match(/GatecastWarning/g)).toHaveLength(1)
    expect(err).toContain('gatecast runs its WebAssembly build, which is slower and has one thread, because: Expected')
  })

  it('leaves the process when there is nothing left to do', () => {
    const { out } = run(`import { gru, panelFromColumns } from 'gatecast'
      const y = Array.from({ length: 60 }, (_, i) => Math.sin(i))
      const t = y.map((_, i) => i)
      const model = gru({ horizon: 2, context: 8, hiddenSize: 4 })
      await model.fit(panelFromColumns({ t, y }, { time: 't', target: 'y' }), { epochs: 1 })
      console.log('done')`)
    expect(out).toBe('done')
  })
})

describe('gatecast/wasm in Node', () => {
  it('takes the module of the package, and has files', () => {
    const { out, err } = run(`import { cpuInfo, loadForecaster } from 'gatecast/wasm'
      console.log(cpuInfo().tier)
      await loadForecaster('missing.gc').catch(({ code, message }) => console.log(code, message))`)
    expect(err).toBe('')
    expect(out).toMatch(/^simd128\nERR_FILE .*missing\.gc.*no such file/)
  })

  it('takes the module that the program gives', () => {
    const { out } = run(`import { readFileSync } from 'node:fs'
      globalThis.GATECAST_WASM = new WebAssembly.Module(readFileSync('node_modules/gatecast/prebuilds/wasm32/gatecast.wasm'))
      const { cpuInfo } = await import('gatecast/wasm/native').then(() => import('gatecast/wasm'))
      console.log(cpuInfo().tier)`)
    expect(out).toBe('simd128')
  })

  it('says where the module should be', () => {
    const { out } = run(`globalThis.GATECAST_WASM = 'http://127.0.0.1:9/gatecast.wasm'
      await import('gatecast/wasm').catch(({ code, message }) => console.log(code, message))`)
    expect(out).toMatch(/^ERR_BINARY Expected the WebAssembly build of gatecast at http:.*globalThis\.GATECAST_WASM/)
  })
})
