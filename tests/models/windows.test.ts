import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binding, type Spec, type Windows } from '../../src/addon/index.ts'
import { materialise, origins, type PlainPanel } from './naive_windows.ts'
import { mirror, waves, windowsOf } from './windows_panel.ts'

const float = (...shape: Spec['shape']): Spec => ({ shape: ['batch', ...shape], type: 'float32' })
const int = (...shape: Spec['shape']): Spec => ({ shape: ['batch', ...shape], type: 'int32' })

/** Every kind of input, in every shape it may have. */
const everyInput = mirror({
  past: float('time', 2),
  target: float(3),
  long: float(40, 1),
  ids: int('time'),
  pairs: int(4, 2),
  mask: float('time', 1),
  ahead: float(3),
  always: float('time'),
  static: float(2),
  region: int(),
  location: float(),
  scale: float(1),
  series: int(),
})
const everyKind: Windows['inputs'] = {
  past: { kind: 'values', columns: ['y', 'price'], from: -5, to: 0, scaled: [true, false], missing: 0 },
  target: { kind: 'values', columns: ['y'], from: 0, to: 3, scaled: [true], missing: -1 },
  long: { kind: 'values', columns: ['price'], from: -30, to: 10, scaled: [true], missing: 7.5 },
  ids: { kind: 'values', columns: ['day'], from: -2, to: 3, scaled: [false], missing: -3 },
  pairs: { kind: 'values', columns: ['day', 'day'], from: -9, to: -5, scaled: [false, false], missing: 4 },
  mask: { kind: 'mask', column: 'y', from: -5, to: 0 },
  ahead: { kind: 'mask', column: 'price', from: 0, to: 3 },
  always: { kind: 'mask', column: 'day', from: -4, to: 1 },
  static: { kind: 'static', columns: ['size', 'size'] },
  region: { kind: 'static', columns: ['region'] },
  location: { kind: 'location' },
  scale: { kind: 'scale' },
  series: { kind: 'series' },
}

const value = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -1e6, max: 1e6 }).map((x) => x / 1024) },
  { weight: 2, arbitrary: fc.constantFrom(0, 5, Number.NaN) },
)
const seriesOf = (length: number) =>
  fc.record({
    y: fc.array(value, { minLength: length, maxLength: length }),
    price: fc.array(value, { minLength: length, maxLength: length }),
    // Compares all bits, also those of NaN.
    day: fc.array(fc.constantFrom(0, 3, -1, 0x7fc00000, -(2 ** 31)), { minLength: length, maxLength: length }),
  })
const panels: fc.Arbitrary<PlainPanel> = fc
  .array(fc.integer({ min: 0, max: 14 }).chain(seriesOf), { minLength: 1, maxLength: 6 })
  .map((series) => ({
    columns: {
      y: { type: 'float32', series: series.map(({ y }) => y) },
      price: { type: 'float32', series: series.map(({ price }) => price) },
      day: { type: 'int32', series: series.map(({ day }) => day) },
    },
    statics: {
      size: { type: 'float32', values: series.map((_, i) => i / 4) },
      region: { type: 'int32', values: series.map((_, i) => 10 * i) },
    },
  }))

describe('windows', () => {
  it('equal the samples that a plain loop cuts out of the panel', async () => {
    const graph = new binding.Graph(everyInput)
    const options = fc.record({
      scaling: fc.constantFrom('none', 'mean', 'standard', 'robust', 'last'),
      context: fc.integer({ min: 1, max: 8 }),
      needTarget: fc.boolean(),
      stride: fc.integer({ min: 1, max: 3 }),
      from: fc.integer({ min: 0, max: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(panels, options, fc.integer({ min: 1, max: 9 }), async (panel, chosen, batchSize) => {
        const windows = windowsOf(panel, { ...chosen, inputs: everyKind })
        const count = origins(windows, panel).length
        if (count === 0) {
          await expect(graph.predict(windows, { batchSize })).rejects.toMatchObject({ code: 'ERR_DATA' })
          return
        }
        expect(binding.countWindows(windows)).toBe(count)
        const expected = materialise(windows, panel, graph.inputs)
        const found = await graph.predict(windows, { batchSize, threads: 1 + (batchSize % 2) })
        for (const [name, { shape, data }] of Object.entries(expected)) {
          expect(found[name]!.shape, name).toEqual(shape)
          for (const [i, x] of data.entries()) {
            // The loop sums in another order: the last bits of location and scale may differ, and so those of scaled
            // values.
            const error = Math.abs(found[name]!.data[i]! - x)
            expect(error, `${name} ${i}: ${found[name]!.data[i]} for ${x}`).toBeLessThanOrEqual(
              data instanceof Int32Array ? 0 : 1e-5 * Math.max(1, Math.abs(x)),
            )
          }
        }
      }),
      { numRuns: 150 },
    )
  })

  it('copy the columns when the table is made, of any float type', async () => {
    const y = Float64Array.of(1, 2.5, Number.NaN, 4)
    const table = new binding.Table({ y }, Float64Array.of(0, 4), {})
    y.fill(9)
    expect(table).toMatchObject({ series: 1, rows: 4 })
    const windows = {
      ...windowsOf(waves),
      table,
      first: Int32Array.of(4),
      count: Int32Array.of(1),
      inputs: { x: { kind: 'values', columns: ['y'], from: -4, to: 1, scaled: [false], missing: -1 } },
    } satisfies Windows
    const { x } = await new binding.Graph(mirror({ x: float(5) })).predict(windows, { batchSize: 1 })
    expect(x).toEqual({ shape: [1, 5], data: Float32Array.of(1, 2.5, -1, 4, -1) })
  })

  it('stay usable in a running call when their table is disposed', async () => {
    const windows = windowsOf(waves, { inputs: { x: { kind: 'mask', column: 'y', from: 0, to: 1 } } })
    const running = new binding.Graph(mirror({ x: float(1) })).predict(windows, { batchSize: 2 })
    windows.table.dispose()
    expect((await running).x!.shape).toEqual([4 * 32 + 2, 1])
    expect(() => binding.countWindows(windows)).toThrow(expect.objectContaining({ code: 'ERR_DISPOSED' }))
  })
})
