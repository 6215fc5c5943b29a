import type { Panel } from '../../../series/index.ts'
import type { FitOptions, FitReport, Forecaster } from '../../forecaster.ts'
import type { PanelStream } from '../data/panel_stream.ts'
import type { Survey } from '../data/survey.ts'
import type { Fitted } from '../design/fitted.ts'
import type { NetworkSettings } from '../design/settings.ts'
import type { NetworkFacts } from '../network_facts.ts'

/** The data, settings and options of a training. */
export interface FitTask {
  /** The data as they were given, and as the network reads them: on the wall clock, if the season follows it. */
  readonly data: Panel | PanelStream
  readonly read: Panel | PanelStream
  readonly survey: Survey
  readonly clockSteps: number | undefined
  readonly facts: NetworkFacts
  readonly settings: NetworkSettings
  readonly options: FitOptions
  /** Makes a forecaster of a trained network. */
  make(fitted: Fitted): Forecaster
}

/** A trained network, with what its training tells. */
export interface Trained {
  readonly fitted: Fitted
  readonly report: Omit<FitReport, 'seconds'>
  readonly samples: number
}

/** A training up to the point where held-out rows have been measured. */
export interface Begun {
  /** The network of the first training; `null` if no rows are held out. */
  readonly first: Trained | null
  /** Whether the network keeps the weights of the first training. */
  readonly isDone: boolean
}
