import { describe, expect, it } from 'vitest'
import type { PathOptions, Paths, Windows } from '../../src/addon/index.ts'
import { add, constant, exp, linear } from '../../src/nn/index.ts'
import { ModelStream } from '../../src/nn/model_stream.ts'
import {
  always,
  context,
  fixed,
  gaussian,
  horizon,
  lag,
  network,
  options,
  origins,
  panel,
  windows,
} from './paths_panel.ts'

/** The numbers of a tensor [windows, paths, horizon] by window and path. */
function rows({ shape, data }: Paths): number[][][] {
  const [, paths, steps] = shape as [number, number, number]
  return origins.map((_, w) =>
    Array.from({ length: paths }, (_, p) => [...data.slice((w * paths + p) * steps, (w * paths + p + 1) * steps)]),
  )
}

const moments = (values: readonly number[]) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  return { mean, variance: values.reduce((a, x) => a + (x - mean) ** 2, 0) / values.length }
}

describe('paths', () => {
  it('of a point forecast equal forecasts that a loop feeds back step by step', async () => {
    const graph = network((states) => ({ forecast: linear(states, 1) }))
    const point = { ...options, likelihood: 'point', outputs: ['forecast'], paths: 1 } as const
    const paths = rows(await graph.samplePaths(windows, point))
    for (const [w, [series, origin]] of origins.entries()) {
      const y = panel.columns.y!.series[series]!
      const known = y.slice(origin - context, origin).filter((x) => !Number.isNaN(x))
      const { mean, variance } = moments(known)
      const scale = Math.sqrt(variance)
      const history = y.slice(0, origin).map((x) => (x - mean) / scale)
      const stream = new ModelStream(graph.stream({ batch: 1 }))
      const step = (t: number) => {
        const at = (row: number) => (Number.isNaN(history[row]) ? 0 : (history[row] ?? 0))
        const number = (x: number) => ({ shape: [1, 1, 1], data: Float32Array.of(x) })
        const { forecast } = stream.step({
          lag1: number(at(t - 1)),
          lag3: number(at(t - 3)),
          mask: number(Number.isNaN(history[t - 1]) ? 0 : 1),
          price: number(panel.columns.price!.series[series]![t]!),
          size: { shape: [1, 1], data: Float32Array.of(panel.statics.size!.values[series]!) },
        })
        return forecast!.data[0]!
      }
      for (let t = origin - context; t < origin + horizon; t++) {
        const forecast = step(t)
        if (t < origin) continue
        history.push(forecast)
        expect(paths[w]![0]![t - origin], `window ${w} step ${t - origin}`).toBeCloseTo(mean + scale * forecast, 3)
      }
    }
  })

  it('do not depend on threads, on other windows or on the number of paths', async () => {
    const whole = rows(await gaussian.samplePaths(windows, options))
    for (const change of [{ threads: 1 }, { threads: 2 }, { batchSize: 1 }, { batchSize: 100 }]) {
      expect(rows(await gaussian.samplePaths(windows, { ...options, ...change }))).toEqual(whole)
    }
    const more = rows(await gaussian.samplePaths(windows, { ...options, paths: 9 }))
    expect(more.map((paths) => paths.slice(0, 3))).toEqual(whole)
    const alone = { ...windows, first: Int32Array.of(0, 19, 0, 0), count: Int32Array.of(0, 1, 0, 0) }
    const { shape, data } = await gaussian.samplePaths(alone, options)
    expect(shape).toEqual([1, 3, horizon])
    expect([...data]).toEqual(whole[2]!.flat())
  })

  it('differ by seed, series, origin, path and step', async () => {
    const noise = fixed((lag1) => ({ location: always(lag1, 0), scale: always(lag1, 1) }))
    const plain = { ...windows, scaling: 'none' as const, inputs: { lag1: lag(1) } }
    const numbers = async (seed: number) => [...(await noise.samplePaths(plain, { ...options, seed })).data]
    const [first, second] = [await numbers(1), await numbers(2)]
    expect(new Set([...first, ...second]).size).toBe(2 * origins.length * 3 * horizon)
    expect(await numbers(1)).toEqual(first)
  })

  it('start each step from the value that the last step drew', async () => {
    // y(t) = y(t - 1) + noise, so after h steps the variance is h.
    const walk = fixed((lag1) => ({ location: add(lag1, constant([1], [0.5])), scale: always(lag1, 2) }))
    const plain: Windows = { ...windows, scaling: 'none', inputs: { lag1: lag(1, false) } }
    const paths = rows(await walk.samplePaths(plain, { ...options, paths: 4000, scaled: false }))
    const last = panel.columns.y!.series[1]![19]!
    for (let h = 0; h < horizon; h++) {
      const { mean, variance } = moments(paths[3]!.map((path) => path[h]!))
      const expected = 4 * (h + 1)
      expect(Math.abs(mean - (last + 0.5 * (h + 1)))).toBeLessThan(5 * Math.sqrt(expected / 4000))
      expect(Math.abs(variance / expected - 1)).toBeLessThan(5 * Math.sqrt(2 / 4000))
    }
  })

  it.for<[PathOptions['likelihood'], number[], number, number]>([
    ['gaussian', [3, 2], 3, 4],
    ['studentT', [3, 2, 12], 3, 4 * (12 / 10)],
    ['negativeBinomial', [6, 0.5], 6, 6 + 0.5 * 36],
    ['point', [3], 3, 0],
  ])('have the moments of %s', async ([likelihood, parameters, mean, variance]) => {
    const outputs = parameters.map((_, i) => `p${i}`)
    const graph = fixed((lag1) => Object.fromEntries(parameters.map((p, i) => [`p${i}`, always(lag1, p)])))
    const plain: Windows = { ...windows, scaling: 'none', inputs: { lag1: lag(1) } }
    const { data } = await graph.samplePaths(plain, { ...options, likelihood, outputs, paths: 600, scaled: false })
    const found = moments([...data])
    const error = Math.sqrt(variance / data.length)
    expect(Math.abs(found.mean - mean)).toBeLessThanOrEqual(5 * error)
    expect(Math.abs(found.variance - variance)).toBeLessThanOrEqual(variance * 5 * Math.sqrt(4 / data.length))
  })

  it('are in units of the target, also if the outputs describe scaled values', async () => {
    const graph = fixed((lag1) => ({ location: always(lag1, 0), scale: exp(always(lag1, -20)) }))
    const inputs = { lag1: lag(1) }
    const paths = rows(await graph.samplePaths({ ...windows, inputs }, options))
    for (const [w, [series, origin]] of origins.entries()) {
      const known = panel.columns.y!.series[series]!.slice(origin - context, origin).filter((x) => !Number.isNaN(x))
      for (const value of paths[w]!.flat()) expect(value).toBeCloseTo(moments(known).mean, 3)
    }
  })

  it('can start without a history', async () => {
    const inputs = {
      lag1: { kind: 'values', columns: ['y'], from: -1, to: horizon - 1, scaled: [true], missing: 0 },
    } as const
    const graph = fixed((lag1) => ({ location: lag1, scale: always(lag1, 1) }))
    const paths = await graph.samplePaths({ ...windows, inputs }, options)
    expect(paths.shape).toEqual([origins.length, 3, horizon])
    expect(paths.data.every(Number.isFinite)).toBe(true)
  })
})
