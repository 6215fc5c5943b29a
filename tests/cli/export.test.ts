import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { naive } from '../../src/index.ts'
import { exportOnnx } from '../../src/jobs/index.ts'
import { input, linear, Model } from '../../src/nn/index.ts'
import { runOnnx } from '../onnx/run.ts'

describe('exportOnnx', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  const at = (name: string) => join(folder, name)

  it('writes the model of a file, and replaces what it has written', async () => {
    const x = input(['batch', 2])
    using model = new Model({ inputs: { x }, outputs: { y: linear(x, 1) } })
    await model.save(at('model.safetensors'))
    const report = await exportOnnx(at('model.safetensors'), at('model.onnx'))
    const bytes = await readFile(at('model.onnx'))
    expect(report).toEqual({
      ...{ out: at('model.onnx'), bytes: bytes.length, kind: 'model' },
      inputs: [{ name: 'x', type: 'float32', shape: ['batch', 2] }],
      outputs: [{ name: 'y', type: 'float32', shape: ['batch', 1] }],
    })
    const data = { shape: [1, 2], data: Float32Array.of(3, -1) }
    expect((await runOnnx(bytes, { x: data })).y.data[0]).toBeCloseTo((await model.predict({ x: data })).y.data[0], 5)
    await exportOnnx(at('model.safetensors'), at('model.onnx'))
    expect(await readFile(at('model.onnx'))).toEqual(bytes)
  })

  it('replaces no file of others, and refuses another ending and a model without a network', async () => {
    await writeFile(at('notes.onnx'), 'not a model')
    await expect(exportOnnx(at('model.safetensors'), at('notes.onnx'))).rejects.toThrow(
      '--onnx: expected nothing, or what an earlier run of gatecast has made',
    )
    expect(await readFile(at('notes.onnx'), 'utf8')).toBe('not a model')
    await expect(exportOnnx(at('model.safetensors'), at('model.bin'))).rejects.toThrow('ends in .onnx')
    await naive({ horizon: 3 }).save(at('naive.safetensors'))
    await expect(exportOnnx(at('naive.safetensors'), at('naive.onnx'))).rejects.toThrow(
      'got a forecaster of kind naive',
    )
  })
})
