import { kinds } from '../../../forecast/kinds/index.ts'
import { detectSeason } from '../../../forecast/season/detect_season.ts'
import { type Panel, parseFrequency } from '../../../series/index.ts'
import type { RunOptions } from '../../events.ts'
import type { CompleteJob } from '../../job/job.ts'
import type { ModelOfKind } from '../model_kinds.ts'

/**
 * The season of an index, which has no usual one: found in the data and reported, so that the user can correct it.
 *
 * @param panel - a sample of the series
 * @returns number of steps; `undefined` for a frequency with dates
 */
export function indexSeason({ frequency }: CompleteJob, panel: Panel, { onEvent }: RunOptions): number | undefined {
  if (parseFrequency(frequency).unit !== 'step') return undefined
  const season = detectSeason(panel)
  const found = season > 1 ? `${season} steps, found in the data` : 'none found in the data'
  onEvent?.({ type: 'note', text: `season: ${found}; times are an index. Set it with --option season=12` })
  return season
}

/** A model with a season, if its kind has that option and the job does not set it. */
export function withSeason<Model extends ModelOfKind>(model: Model, season: number | undefined): Model {
  const hasOption = kinds.some(({ name, options }) => name === model.kind && 'season' in options)
  return season === undefined || !hasOption || 'season' in model ? model : { ...model, season }
}
