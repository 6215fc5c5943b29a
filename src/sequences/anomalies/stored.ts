// The file of a detector: a safetensors file. The tensors are those of the network, the metadata hold everything else.

import { checkChoice, checkObject, checkText } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Json } from '../../base/json.ts'
import { unchecked } from '../../base/options/options.ts'
import { entriesOf, objectOf } from '../../base/options/stored.ts'
import type { Tensors } from '../../nn/index.ts'
import { readStored, type StoredForm, writeStored } from '../../nn/storage/stored_file.ts'
import { parseFrequency } from '../../series/index.ts'
import { AutoencoderSource } from './errors/autoencoder_source.ts'
import type { ErrorSource } from './errors/error_source.ts'
import { ForecastSource } from './errors/forecast_source.ts'
import { SmoothingSource } from './errors/smoothing_source.ts'
import { Judge, type StoredJudge } from './judge/judge.ts'
import type { SeriesUnits } from './judge/measure.ts'
import type { LearnedDetector } from './learn.ts'
import { type AnomalySettings, settingsOf } from './options.ts'
import { checkJudge, checkUnits } from './stored_checks.ts'

const form: StoredForm = { format: 'gatecast-detector', version: 1 }

interface Stored {
  readonly settings: Omit<AnomalySettings, 'by'>
  readonly source: { readonly kind: string; readonly config: Json }
  readonly judge: StoredJudge
  readonly units: readonly (readonly [string, SeriesUnits])[]
  readonly frequency: string
}

/** Settings are checked as options are, and the configuration of a source by the source. */
const checkStored = objectOf<Stored>({
  settings: checkObject,
  source: objectOf<Stored['source']>({ kind: checkText, config: unchecked }),
  judge: checkJudge,
  units: entriesOf(checkUnits),
  frequency: checkText,
})

/** For each kind of source, the function that makes it from its state. */
const sources = {
  smoothing: (config) => SmoothingSource.fromState(config),
  forecast: ForecastSource.fromState,
  autoencoder: AutoencoderSource.fromState,
} satisfies Readonly<Record<string, (config: Json, tensors: Tensors) => ErrorSource>>
const sourceNames = Object.keys(sources) as (keyof typeof sources)[]

export async function saveDetector(path: string, settings: AnomalySettings, learned: LearnedDetector): Promise<void> {
  const { by: _, ...others } = settings
  const { config, tensors } = learned.source.toState()
  const stored: Stored = {
    settings: others,
    source: { kind: learned.source.kind, config },
    judge: learned.judge.toJson(),
    units: [...learned.units],
    frequency: learned.frequency,
  }
  await writeStored(path, form, { tensors, metadata: { configuration: JSON.stringify(stored) } })
}

/** @throws {GatecastError} `ERR_FILE` if the file is broken, holds no detector, or has another format version */
export function readDetector(path: string): Promise<{ settings: AnomalySettings; learned: LearnedDetector }> {
  return readStored(path, form, async ({ tensors, json }) => {
    const stored = json('configuration')
    checkStored('configuration', stored)
    const { settings, source: own, judge, units, frequency } = stored as Stored
    const source: ErrorSource = sources[checkChoice('the kind of source', own.kind, sourceNames)](own.config, tensors)
    await source.checkWhole?.()
    const strange = units.find(([id]) => !source.knows(id))
    if (strange) throw new GatecastError('ERR_FILE', `no more than its units of series "${strange[0]}"`)
    const by = source instanceof ForecastSource ? source.forecaster : (source.kind as 'smoothing' | 'autoencoder')
    return {
      settings: settingsOf({ ...settings, by }),
      learned: { source, judge: Judge.from(judge), units: new Map(units), frequency: parseFrequency(frequency).text },
    }
  })
}
