// Samples that hold several series at one origin.

import { describe, expect, it } from 'vitest'
import { binding, type Spec, type Windows } from '../../src/addon/index.ts'
import type { PlainPanel } from './naive_windows.ts'
import { mirror, windowsOf } from './windows_panel.ts'

const rows = 20
const panel: PlainPanel = {
  columns: {
    y: {
      type: 'float32',
      series: Array.from({ length: 6 }, (_, s) =>
        Array.from({ length: rows }, (_, t) => ((t + s) % 7 === 0 ? Number.NaN : 100 * s + Math.sin(t + s))),
      ),
    },
  },
  statics: { size: { type: 'float32', values: [1, 2, 3, 4, 5, 6] } },
}
const inputs: Windows['inputs'] = {
  past: { kind: 'values', columns: ['y'], from: -5, to: 0, scaled: [true], missing: 0 },
  mask: { kind: 'mask', column: 'y', from: 0, to: 3 },
  size: { kind: 'static', columns: ['size'] },
  location: { kind: 'location' },
  series: { kind: 'series' },
}
const programOf = (first: Spec['shape'][0]) => {
  const float = (...shape: Spec['shape']): Spec => ({ shape: [first, ...shape], type: 'float32' })
  return mirror({
    past: float(5, 1),
    mask: float(3),
    size: float(1),
    location: float(),
    series: { shape: [first], type: 'int32' },
  })
}
const read = (first: Spec['shape'][0], options: Partial<Windows>, batchSize: number) =>
  new binding.Graph(programOf(first)).predict(windowsOf(panel, { inputs, ...options }), { threads: 2, batchSize })

describe('samples of several series', () => {
  it.for([
    [2, 1],
    [3, 4],
    [6, 100],
  ])('have the numbers of %i windows of one series, in batches of %i', async ([together, batchSize]) => {
    const grouped = await read(`${together}*batch`, { together }, batchSize)
    const single = await read('batch', {}, 64)
    const origins = rows + 1
    for (const [name, { shape, data }] of Object.entries(grouped)) {
      expect(shape[0]).toBe(6 * origins)
      const size = data.length / shape[0]
      const cut = (from: ArrayLike<number>, place: number) => Array.from(from).slice(place * size, (place + 1) * size)
      for (let place = 0; place < shape[0]; place++) {
        const group = Math.floor(place / (together * origins))
        const origin = Math.floor((place % (together * origins)) / together)
        const series = group * together + (place % together)
        expect(cut(data, place), `${name} of series ${series} at ${origin}`).toEqual(
          cut(single[name].data, series * origins + origin),
        )
      }
    }
  })

  it('have a scale for each series', async () => {
    const scales = await binding.windowScales(windowsOf(panel, { together: 3 }))
    const { location } = await read('3*batch', { together: 3 }, 64)
    expect(Float32Array.from(scales.location)).toEqual(location.data)
  })

  it('refuse inputs for one series, and groups that do not divide the series', async () => {
    await expect(read('batch', { together: 2 }, 64)).rejects.toMatchObject({
      code: 'ERR_SHAPE',
      message: expect.stringMatching(/\[2\*batch.*got \[batch/),
    })
    await expect(read('4*batch', { together: 4 }, 64)).rejects.toMatchObject({
      code: 'ERR_RANGE',
      message: expect.stringMatching(/windows\.together to divide the number of series, 6, got 4/),
    })
  })
})
