// Quantiles of a forecast on the way back through a pipeline: right, or refused.

import { DataFrame } from 'danfojs-node'
import { describe, expect, it } from 'vitest'
import { type Pipeline, prepare } from '../../src/danfo/index.ts'
import { mean, naive } from '../../src/forecast/index.ts'
import type { DataFrame as Frame } from '../../src/series/index.ts'

const roles = { time: 'date', target: 'y', frequency: 'd' } as const
const dateOf = (day: number) => new Date(Date.UTC(2024, 0, 1) + day * 864e5).toISOString().slice(0, 10)
const frameOf = (values: readonly number[]) =>
  new DataFrame(
    values.map((y, day) => [dateOf(day), y]),
    { columns: ['date', 'y'] },
  )

/** Numbers from 0 to 1 that are the same in every run (Park and Miller 1988). */
const random = (seed: number) => () => {
  seed = (seed * 16807) % 2147483647
  return seed / 2147483647
}

/** A random walk whose steps are uniform on +-0.5. */
const steps = Array.from(
  { length: 400 },
  (
    (draw) => () =>
      draw() - 0.5
  )(random(7)),
)
const walk = [100]
for (const step of steps) walk.push(walk.at(-1)! + step)
const deviation = Math.sqrt(1 / 12)

/** A frame of forecasts after the end of `walk`: one row for each step, and the columns by name. */
const ahead = (columns: Record<string, readonly number[]>) => {
  const rows = Object.values(columns)[0]!.map((_, step) => [
    dateOf(walk.length + step),
    ...Object.values(columns).map((values) => values[step]!),
  ])
  return new DataFrame(rows, { columns: ['date', ...Object.keys(columns)] })
}
const column = (frame: Frame, name: string) =>
  (frame.values as unknown[][]).map((row) => row[frame.columns.indexOf(name)] as number)
const refusal = (name: string, rows: number) =>
  expect.objectContaining({
    code: 'ERR_DATA',
    message: expect.stringMatching(
      new RegExp(`quantile "${name}" .*got ${rows}.*\\{ columns: 'mean' \\}.*sampled paths`),
    ),
  })

describe('inverse of a difference', () => {
  const pipeline = prepare(frameOf(walk), roles).difference()

  it('refuses quantiles of more steps than the lag, and names the ways to intervals', async () => {
    const forecast = (await mean({ horizon: 16 }).predict(pipeline.toPanel())).toDataFrame()
    for (const columns of [['mean', 'q0.1', 'q0.9'], 'q0.9', ['q0.5']])
      expect(() => pipeline.inverse(forecast, { columns })).toThrow(
        refusal(Array.isArray(columns) ? columns.find((name) => name.startsWith('q'))! : columns, 16),
      )
    const undone = column(pipeline.inverse(forecast, { columns: 'mean' }), 'mean')
    expect(undone[15]! - walk.at(-1)!).toBeCloseTo((16 * (walk.at(-1)! - walk[0]!)) / steps.length, 6)
  })

  it.for(['lower', 'upper', 'p90', 'q_10', 'gru-lo-80', 'y_hi_95.0', 'Lower80', 'median'])(
    'knows that "%s" is a quantile',
    (name) => {
      expect(() => pipeline.inverse(ahead({ [name]: [0, 0, 0] }), { columns: name })).toThrow(refusal(name, 3))
    },
  )

  it('undoes paths one by one: their quantiles grow with the root of the step', () => {
    const draw = random(11)
    const names = Array.from({ length: 600 }, (_, path) => `path${path}`)
    const paths = ahead(Object.fromEntries(names.map((name) => [name, Array.from({ length: 16 }, () => draw() - 0.5)])))
    const undone = pipeline.inverse(paths, { columns: names })
    for (const step of [4, 9, 16]) {
      const values = names.map((name) => column(undone, name)[step - 1]!).sort((a, b) => a - b)
      const width = values[539]! - values[59]!
      expect(width / (2 * 1.2816 * deviation * Math.sqrt(step)), `step ${step}`).toBeCloseTo(1, 0.5)
    }
  })

  it('keeps quantiles of the first lag steps, which are differences to known values', async () => {
    const seasonal = prepare(frameOf(walk), roles).difference({ lag: 7 })
    const low = Array.from({ length: 7 }, (_, i) => -1 - i)
    const undone = column(seasonal.inverse(ahead({ 'q0.1': low }), { columns: 'q0.1' }), 'q0.1')
    for (const [i, value] of undone.entries()) expect(value).toBeCloseTo(walk.at(i - 7)! + low[i]!, 9)
    expect(() => seasonal.inverse(ahead({ 'q0.1': [...low, 0] }), { columns: 'q0.1' })).toThrow(refusal('q0.1', 8))
  })

  it('refuses them behind other steps too', () => {
    const behind: Record<string, (p: Pipeline) => Pipeline> = {
      'log, difference': (p) => p.log().difference(),
      'difference, scale': (p) => p.difference().scale('standard'),
      'difference twice': (p) => p.difference({ lag: 7 }).difference(),
    }
    for (const [name, make] of Object.entries(behind))
      expect(
        () => make(prepare(frameOf(walk), roles)).inverse(ahead({ 'q0.9': [0, 0] }), { columns: 'q0.9' }),
        name,
      ).toThrow(refusal('q0.9', 2))
  })
})

describe('inverse of steps that keep the order of values', () => {
  const monotone: Record<string, (p: Pipeline) => Pipeline> = {
    log: (p) => p.log(),
    'log with an offset': (p) => p.log({ offset: 5 }),
    boxCox: (p) => p.boxCox(),
    'boxCox with a negative lambda': (p) => p.boxCox({ lambda: -0.5 }),
    scale: (p) => p.scale('robust'),
    'log, scale': (p) => p.log().scale('minMax'),
  }
  it.for(Object.entries(monotone))('gives the quantiles of the values themselves: %s', ([, make]) => {
    const pipeline = make(prepare(frameOf(walk), roles))
    const values = column(pipeline.toFrame(), 'y')
    const at = (list: readonly number[], level: number) =>
      list.toSorted((a, b) => a - b)[Math.round(level * (list.length - 1))]!
    const given = ahead({ 'q0.1': [at(values, 0.1)], 'q0.5': [at(values, 0.5)], 'q0.9': [at(values, 0.9)] })
    const undone = pipeline.inverse(given, { columns: ['q0.1', 'q0.5', 'q0.9'] })
    for (const level of [0.1, 0.5, 0.9]) expect(column(undone, `q${level}`)[0]).toBeCloseTo(at(walk, level), 6)
  })

  it('agrees with the forecast of the values themselves where the step is linear', async () => {
    const pipeline = prepare(frameOf(walk), roles).scale('standard')
    const scaled = (await naive({ horizon: 16 }).predict(pipeline.toPanel())).toDataFrame()
    const plain = (await naive({ horizon: 16 }).predict(prepare(frameOf(walk), roles).toPanel())).toDataFrame()
    const undone = pipeline.inverse(scaled, { columns: ['mean', 'q0.1', 'q0.9'] })
    for (const name of ['mean', 'q0.1', 'q0.9'])
      for (const [step, value] of column(undone, name).entries())
        expect(value).toBeCloseTo(column(plain, name)[step]!, 8)
  })
})
