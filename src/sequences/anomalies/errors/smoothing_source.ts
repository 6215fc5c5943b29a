import type { Json } from '../../../base/json.ts'
import { entriesOf, finite, objectOf } from '../../../base/options/stored.ts'
import { pacer } from '../../../base/resources/turns.ts'
import type { FitOptions } from '../../../forecast/index.ts'
import type { CallOptions } from '../../../nn/index.ts'
import type { Panel } from '../../../series/index.ts'
import { season } from '../stored_checks.ts'
import { type ErrorRun, type ErrorSource, emptyColumns, setRow } from './error_source.ts'
import { fitSmoother, pathOf } from './fit_smoother.ts'
import { Smoother, type SmootherOptions } from './smoother.ts'

interface Config {
  readonly season: number
  readonly fitted: readonly (readonly [string, SmootherOptions])[]
}

const checkConfig = objectOf<Config>({
  season,
  fitted: entriesOf(
    objectOf<SmootherOptions>({ season, alpha: finite, gamma: finite, phi: finite, sigma: finite, path: season }),
  ),
})

/** Rows between two looks at the clock. */
const some = 512

/** Expects of each series its level and season. It learns how fast they change. */
export class SmoothingSource implements ErrorSource {
  readonly kind = 'smoothing'
  readonly #season: number
  #fitted: ReadonlyMap<string, SmootherOptions>

  get path(): number {
    return pathOf(this.#season)
  }

  /** @param fitted - for each series, its id and what was learned */
  constructor(season: number, fitted: readonly (readonly [string, SmootherOptions])[] = []) {
    this.#season = season
    this.#fitted = new Map(fitted)
  }

  static fromState(config: Json): SmoothingSource {
    checkConfig('the configuration of smoothing', config)
    const { season: own, fitted } = config as unknown as Config
    return new SmoothingSource(own, fitted)
  }

  async fit(panel: Panel, { signal }: FitOptions): Promise<void> {
    const pace = pacer(signal)
    const fitted: [string, SmootherOptions][] = []
    for (let series = 0; series < panel.seriesCount; series++) {
      fitted.push([panel.ids[series], await fitSmoother(panel.history(series), this.#season, pace)])
    }
    this.#fitted = new Map(fitted)
  }

  async run(panel: Panel, { signal }: CallOptions): Promise<ErrorRun> {
    const pace = pacer(signal)
    const values = panel.history(0)
    const columns = emptyColumns(values.length)
    const smoother = new Smoother(this.#fitted.get(panel.ids[0]) as SmootherOptions)
    for (let row = 0; row < values.length; row++) {
      setRow(columns, row, smoother.next(values[row]))
      if (row % some === 0) await pace()
    }
    return { columns, next: async (value) => smoother.next(value) }
  }

  knows(id: string): boolean {
    return this.#fitted.has(id)
  }

  toState(): { config: Json; tensors: Record<string, never> } {
    return { config: { season: this.#season, fitted: [...this.#fitted] } as unknown as Json, tensors: {} }
  }
}
