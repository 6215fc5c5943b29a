import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Ensemble } from '../../../src/forecast/ensemble/ensemble.ts'
import type { FitOptions } from '../../../src/forecast/forecaster.ts'
import { ar, drift, ets, kinds, naive, theta } from '../../../src/forecast/kinds/index.ts'
import { auto } from '../../../src/forecast/search/auto/auto.ts'
import { search } from '../../../src/forecast/search/search.ts'
import { choice } from '../../../src/forecast/space.ts'
import type { Panel } from '../../../src/series/index.ts'
import { accidentalDeaths, airPassengers, panelOf } from '../data.ts'

import { Guess, panel } from './guess.ts'

describe('auto', () => {
  const real = panelOf({ air: airPassengers, deaths: accidentalDeaths })

  it('tries baselines and networks, and fits the best one or an average of the best', async () => {
    const { forecaster, score, leaderboard } = await auto(real, { horizon: 12, fit: { epochs: 2 } })
    const candidates = kinds.flatMap(({ name, auto }) => auto.map(() => name))
    expect(candidates).toEqual(expect.arrayContaining(['ar', 'drift', 'ets', 'gru', 'lstm', 'mqRnn', 'naive', 'theta']))
    expect(leaderboard.map(({ kind }) => kind).sort()).toEqual(candidates.sort())
    expect(leaderboard.every(({ error }) => error === undefined)).toBe(true)
    expect(leaderboard.map(({ configuration }) => configuration)).toContainEqual({ horizon: 12, scope: 'global' })
    expect(score).toBeLessThanOrEqual(leaderboard[0].score)
    expect(leaderboard.map(({ score: own }) => own)).toEqual(
      leaderboard.map(({ score: own }) => own).sort((a, b) => a - b),
    )
    expect((await forecaster.predict(real)).ids).toEqual(['air', 'deaths'])
  })

  it('averages candidates only if the average has the better score', async () => {
    // The actual values are 0 and 1. One forecast is too low, one too high, and their average is right.
    const sides = [new Guess(-0.5 - 10), new Guess(1.5 - 10), new Guess(9)]
    const { forecaster, leaderboard } = await auto(panel, { horizon: 2, candidates: sides, metric: 'mse' })
    expect(forecaster).toBeInstanceOf(Ensemble)
    expect(leaderboard.map(({ weight }) => weight)).toEqual([0.5, 0.5, 0])
    const alone = await auto(panel, { horizon: 2, candidates: sides, metric: 'mse', average: 1 })
    expect(alone.forecaster).toBeInstanceOf(Guess)
  })

  it('averages no more candidates than it can fit in the minutes that are left', async () => {
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

  it('refuses an unknown metric before it tries a candidate, as search does', async () => {
    const wrong = { metric: 'mass' }
    await expect(auto(panel, { horizon: 2, ...wrong })).rejects.toThrow('Expected metric to be one of mae, mse')
    const space = { hiddenSize: choice([4]) }
    const build = () => expect.unreachable()
    await expect(search(panel, { space, build, ...wrong })).rejects.toThrow('got "mass"')
  })

  it('lists candidates that fail or take too long with their error, and goes on without them', async () => {
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

  it('refuses candidates with another horizon, and an empty list', async () => {
    const candidates = [theta({ horizon: 3 })]
    await expect(auto(real, { horizon: 12, candidates })).rejects.toThrow('Expected candidates with a horizon of 12')
    await expect(auto(real, { horizon: 12, candidates: [] })).rejects.toThrow('Expected candidates to be an array')
  })

  it('gives the same forecast in every run', async () => {
    const candidates = [naive, drift, theta, ar, ets].map((make) => make({ horizon: 12 }))
    const run = async () => (await (await auto(real, { horizon: 12, candidates })).forecaster.predict(real)).mean
    expect(await run()).toEqual(await run())
  })
})
