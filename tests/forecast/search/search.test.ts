import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ar, drift, ets, naive, theta } from '../../../src/forecast/baselines.ts'
import { Ensemble } from '../../../src/forecast/ensemble.ts'
import { Forecast } from '../../../src/forecast/forecast.ts'
import { BaseForecaster, type FitOptions } from '../../../src/forecast/forecaster.ts'
import { auto } from '../../../src/forecast/search/auto.ts'
import { type SearchOptions, search } from '../../../src/forecast/search/search.ts'
import { choice, draw, integer, logUniform, uniform } from '../../../src/forecast/search/space.ts'
import type { Panel } from '../../../src/series/index.ts'
import { accidentalDeaths, airPassengers, panelOf } from '../data.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
})
afterAll(() => rm(folder, { recursive: true }))

const panel = panelOf({ zero: Float64Array.from({ length: 20 }, (_, t) => t % 2) })

/** Forecasts `level`, more wrongly the fewer epochs it was fitted. */
class Guess extends BaseForecaster {
  readonly kind: string = 'guess'
  readonly horizon = 2
  readonly level: number
  protected epochs = 0

  constructor(level: number) {
    super()
    this.level = level
  }
  async fit(_: Panel, options: FitOptions = {}) {
    this.epochs = options.epochs ?? 1
    return { seconds: 0 }
  }
  async predict(given: Panel) {
    const mean = new Float64Array(given.seriesCount * 2).fill(this.level + 10 / this.epochs)
    return Forecast.of(given, { horizon: 2, mean, quantileLevels: [], quantiles: [] })
  }
  toState() {
    return { kind: this.kind, config: this.level, tensors: {} }
  }
  fresh(): Guess {
    return new Guess(this.level)
  }
}

describe('a space', () => {
  const space = {
    cell: choice(['gru', 'lstm']),
    rate: logUniform(1e-4, 1e-2),
    layers: integer(1, 3),
    dropout: uniform(0, 0.3),
  }

  it('gives the same configuration for the same trial', () => {
    expect(draw(space, 1, 5)).toEqual(draw(space, 1, 5))
    expect(draw(space, 1, 5)).not.toEqual(draw(space, 2, 5))
  })

  it('reaches all of its values, evenly', () => {
    const drawn = Array.from({ length: 3000 }, (_, trial) => draw(space, 0, trial))
    const share = (of: (drawn: { cell: string; rate: number; layers: number; dropout: number }) => boolean) =>
      drawn.filter(of).length / drawn.length
    expect(share(({ cell }) => cell === 'gru')).toBeCloseTo(1 / 2, 1)
    expect(share(({ layers }) => layers === 3)).toBeCloseTo(1 / 3, 1)
    expect(share(({ rate }) => rate < 1e-3)).toBeCloseTo(1 / 2, 1)
    expect(share(({ dropout }) => dropout < 0.1)).toBeCloseTo(1 / 3, 1)
    expect(drawn.every(({ layers, dropout }) => layers >= 1 && layers <= 3 && dropout >= 0 && dropout < 0.3)).toBe(true)
  })

  it('refuses bounds the wrong way round', () => {
    expect(() => uniform(1, 0)).toThrow('Expected a lower and an upper bound, got 1 and 0')
    expect(() => logUniform(0, 1)).toThrow('Expected bounds above 0')
    expect(() => choice([])).toThrow('Expected a choice')
  })
})

describe('search', () => {
  const space = { level: uniform(0, 10) }
  const options = {
    space,
    build: ({ level }: { level: number }) => new Guess(level),
    trials: 9,
    budget: [1, 9],
    metric: 'mae',
  } as const

  it('gives larger budgets to the better third, and finds the best', async () => {
    const seen: number[] = []
    const fit = (_: unknown, epochs: number) => {
      seen.push(epochs)
      return { epochs }
    }
    const { best, trials, stoppedEarly } = await search(panel, { ...options, fit })
    expect(seen).toEqual([...Array(9).fill(1), 3, 3, 3, 9])
    expect(trials.map(({ budget }) => budget)).toEqual([9, 3, 3, 1, 1, 1, 1, 1, 1])
    expect(best).toEqual(trials[0])
    const levels = Array.from({ length: 9 }, (_, trial) => draw(space, 0, trial).level)
    expect(best.configuration.level).toBe(Math.min(...levels))
    expect(stoppedEarly).toBe(false)
  })

  it('goes on from its state file, to the same end', async () => {
    const state = join(folder, 'search.json')
    const whole = await search(panel, options)
    const controller = new AbortController()
    let calls = 0
    const onProgress = () => {
      if (++calls === 5) controller.abort()
    }
    const stopped = search(panel, { ...options, state, onProgress, signal: controller.signal })
    await expect(stopped).rejects.toMatchObject({ code: 'ABORT_ERR' })
    const build = vi.fn(options.build)
    expect(await search(panel, { ...options, build, state })).toEqual(whole)
    expect(build).toHaveBeenCalledTimes(13 - 5)
    // All is done: nothing is evaluated again.
    expect(await search(panel, { ...options, build, state })).toEqual(whole)
    expect(build).toHaveBeenCalledTimes(13 - 5)
  })

  it('refuses the state of another search, and what is none', async () => {
    const state = join(folder, 'other.json')
    await search(panel, { ...options, state })
    await expect(search(panel, { ...options, seed: 1, state })).rejects.toMatchObject({
      code: 'ERR_FILE',
      message: expect.stringContaining('to hold the state of this search'),
    })
    await writeFile(state, (await readFile(state, 'utf8')).slice(0, 20))
    await expect(search(panel, { ...options, state })).rejects.toThrow('got no JSON')
  })

  it('notes trials that fail, and fails if all do', async () => {
    const build = ({ level }: { level: number }) => {
      if (level > 5) throw new Error('too high')
      return new Guess(level)
    }
    const { trials } = await search(panel, { ...options, build })
    expect(trials.filter(({ error }) => error === 'too high').length).toBeGreaterThan(0)
    const never = () => {
      throw new Error('broken')
    }
    await expect(search(panel, { ...options, build: never })).rejects.toThrow(
      'got 9 evaluations without a score: broken',
    )
    await expect(search(panel, { ...options, metric: 'beauty' })).rejects.toThrow(
      'Expected metric to be one of mae, mse',
    )
  })

  it('ends when its time is up, with the best so far', async () => {
    class Slow extends Guess {
      override async fit(given: Panel, fitOptions: FitOptions = {}) {
        await new Promise((resolve) => setTimeout(resolve, 30))
        return super.fit(given, fitOptions)
      }
      override fresh() {
        return new Slow(this.level)
      }
    }
    const build = ({ level }: { level: number }) => new Slow(level)
    const { trials, stoppedEarly } = await search(panel, { ...options, build, minutes: 0.15 / 60 })
    expect(stoppedEarly).toBe(true)
    expect(trials.length).toBeGreaterThan(0)
    expect(trials.length).toBeLessThan(9)
  })

  it('refuses options that it does not know', async () => {
    const wrong = { ...options, trails: 3 } as SearchOptions<typeof space>
    await expect(search(panel, wrong)).rejects.toThrow('got "trails"')
    await expect(search(panel, { ...options, budget: [3, 1] })).rejects.toThrow('Expected the largest budget')
  })
})

describe('auto', () => {
  const real = panelOf({ air: airPassengers, deaths: accidentalDeaths })

  it('tries baselines and networks, and fits the best or an average of the best', async () => {
    const { forecaster, score, leaderboard } = await auto(real, { horizon: 12, fit: { epochs: 2 } })
    expect(leaderboard.map(({ kind }) => kind).sort()).toEqual([
      ...['ar', 'ar', 'drift', 'ets', 'gru', 'lstm', 'mqRnn', 'naive', 'seasonalNaive', 'theta'],
    ])
    expect(leaderboard.every(({ error }) => error === undefined)).toBe(true)
    expect(leaderboard.map(({ configuration }) => configuration)).toContainEqual({ horizon: 12, scope: 'global' })
    expect(score).toBeLessThanOrEqual(leaderboard[0].score)
    expect(leaderboard.map(({ score: own }) => own)).toEqual(
      leaderboard.map(({ score: own }) => own).sort((a, b) => a - b),
    )
    expect((await forecaster.predict(real)).ids).toEqual(['air', 'deaths'])
  })

  it('averages only if that is better', async () => {
    // What comes is 0 and 1: one is too low, one too high, and their average is right.
    const sides = [new Guess(-0.5 - 10), new Guess(1.5 - 10), new Guess(9)]
    const { forecaster, leaderboard } = await auto(panel, { horizon: 2, candidates: sides, metric: 'mse' })
    expect(forecaster).toBeInstanceOf(Ensemble)
    expect(leaderboard.map(({ weight }) => weight)).toEqual([0.5, 0.5, 0])
    const alone = await auto(panel, { horizon: 2, candidates: sides, metric: 'mse', average: 1 })
    expect(alone.forecaster).toBeInstanceOf(Guess)
  })

  it('averages no more than it has the time to fit', async () => {
    class Slow extends Guess {
      override async fit(given: Panel) {
        await sleep(150)
        return super.fit(given)
      }
      override fresh() {
        return new Slow(this.level)
      }
    }
    const candidates = [new Slow(-0.5 - 10), new Slow(1.5 - 10)]
    const { forecaster } = await auto(panel, { horizon: 2, candidates, metric: 'mse', minutes: 0.5 / 60 })
    expect(forecaster).toBeInstanceOf(Slow)
  })

  it('refuses a metric that there is not before it tries anything', async () => {
    const wrong = { metric: 'mass' }
    await expect(auto(panel, { horizon: 2, ...wrong })).rejects.toThrow('Expected metric to be one of mae, mse')
    const space = { hiddenSize: choice([4]) }
    const build = () => expect.unreachable()
    await expect(search(panel, { space, build, ...wrong })).rejects.toThrow('got "mass"')
  })

  it('passes over candidates that fail or take too long', async () => {
    class Broken extends Guess {
      override readonly kind = 'broken'
      override async fit(): Promise<never> {
        throw new Error('no luck')
      }
      override fresh() {
        return new Broken(0)
      }
    }
    class Endless extends Guess {
      override readonly kind = 'endless'
      override fit(_: Panel, { signal }: FitOptions = {}): Promise<never> {
        return new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason))
        })
      }
      override fresh() {
        return new Endless(0)
      }
    }
    const candidates = [new Broken(0), new Guess(0), new Endless(0)]
    const { forecaster, leaderboard } = await auto(panel, { horizon: 2, candidates, metric: 'mae', minutes: 0.2 / 60 })
    expect(forecaster).toBeInstanceOf(Guess)
    expect(leaderboard.map(({ kind, error }) => [kind, error])).toEqual([
      ['guess', undefined],
      ['broken', 'no luck'],
      ['endless', 'Time ran out'],
    ])
    await expect(auto(panel, { horizon: 2, candidates: [new Broken(0)] })).rejects.toThrow('no luck')
  })

  it('refuses candidates of another horizon, and none', async () => {
    const candidates = [theta({ horizon: 3 })]
    await expect(auto(real, { horizon: 12, candidates })).rejects.toThrow('Expected candidates with a horizon of 12')
    await expect(auto(real, { horizon: 12, candidates: [] })).rejects.toThrow('Expected candidates to be an array')
  })

  it('gives the same forecaster every time', async () => {
    const candidates = [naive, drift, theta, ar, ets].map((make) => make({ horizon: 12 }))
    const run = async () => (await (await auto(real, { horizon: 12, candidates })).forecaster.predict(real)).mean
    expect(await run()).toEqual(await run())
  })
})
