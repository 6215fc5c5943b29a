import { kinds } from '../../../forecast/kinds/index.ts'
import { detectSeasons } from '../../../forecast/season/detect_season.ts'
import { foundSeason } from '../../../forecast/season/season.ts'
import { type Panel, parseFrequency } from '../../../series/index.ts'
import type { RunOptions } from '../../events.ts'
import type { CompleteJob } from '../../job/job.ts'
import type { ModelOfKind } from '../model_kinds.ts'

/**
 * The seasons of an index, which has no usual ones: found in the data and reported, so that the user can correct them.
 *
 * @param panel - a sample of the series
 * @returns numbers of steps; `undefined` for a frequency with dates
 */
export function indexSeason({ frequency }: CompleteJob, panel: Panel, { onEvent }: RunOptions): number[] | undefined {
  if (parseFrequency(frequency).unit !== 'step') return undefined
  const seasons = detectSeasons(panel)
  const found = seasons[0] > 1 ? `${seasons.join(' and ')} steps, found in the data` : 'none found in the data'
  onEvent?.({ type: 'note', text: `season: ${found}; times are an index. Set it with --option season=12` })
  return seasons
}

/** A model with the seasons, if its kind has that option and the job does not set it. */
export function withSeason<Model extends ModelOfKind>(
  model: Model,
  seasons: number | readonly number[] | undefined,
): Model {
  const kind = kinds.find(({ name, options }) => name === model.kind && 'season' in options)
  if (seasons === undefined || !kind || 'season' in model) return model
  return { ...model, season: foundSeason([seasons].flat(), kind.cost === 'training') }
}
