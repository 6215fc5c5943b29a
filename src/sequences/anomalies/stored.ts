// The file of a detector: a safetensors file. The tensors are those of the network, the metadata hold everything else.

import { checkText, checkWhole } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Json } from '../../base/json.ts'
import { version } from '../../base/version.ts'
import { readSafetensors, type Tensors, writeSafetensors } from '../../nn/index.ts'
import { AutoencoderSource } from './errors/autoencoder_source.ts'
import type { ErrorSource } from './errors/error_source.ts'
import { ForecastSource } from './errors/forecast_source.ts'
import type { SmootherOptions } from './errors/smoother.ts'
import { SmoothingSource } from './errors/smoothing_source.ts'
import { Judge, type StoredJudge } from './judge/judge.ts'
import type { SeriesUnits } from './judge/measure.ts'
import type { LearnedDetector } from './learn.ts'
import { type AnomalySettings, settingsOf } from './options.ts'
import { checkEntries, checkJudge, checkUnits, longestSeason } from './stored_checks.ts'

/** The version of the file layout. Raise it when older versions of the library would misread a new file. */
const formatVersion = 1

interface Stored {
  readonly settings: Omit<AnomalySettings, 'by'>
  readonly source: { readonly kind: string; readonly config: Json }
  readonly judge: StoredJudge
  readonly units: readonly (readonly [string, SeriesUnits])[]
  readonly frequency: string
}

/** For each kind of source, the function that makes it from its state. */
const sources: Readonly<Record<string, (config: Json, tensors: Tensors) => ErrorSource>> = {
  smoothing: (config) => {
    const { season, fitted } = config as unknown as { season: number; fitted: [string, SmootherOptions][] }
    for (const [id, one] of checkEntries('fitted', fitted, ['alpha', 'gamma', 'phi', 'sigma'])) {
      checkWhole(`season of series "${id}"`, one.season, 1, longestSeason)
      checkWhole(`path of series "${id}"`, one.path, 1, longestSeason)
    }
    return new SmoothingSource(checkWhole('season', season, 1, longestSeason), fitted)
  },
  forecast: ForecastSource.fromState,
  autoencoder: AutoencoderSource.fromState,
}

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
  await writeSafetensors(path, {
    tensors,
    metadata: {
      format: 'gatecast-detector',
      format_version: `${formatVersion}`,
      library_version: version,
      configuration: JSON.stringify(stored),
    },
  })
}

/** @throws {GatecastError} `ERR_FILE` if the file is broken, holds no detector, or has another format version */
export async function readDetector(path: string): Promise<{ settings: AnomalySettings; learned: LearnedDetector }> {
  const { tensors, metadata } = await readSafetensors(path)
  const fail = (message: string, cause?: unknown): never => {
    throw new GatecastError('ERR_FILE', `"${path}": ${message}`, { cause })
  }
  if (metadata.format !== 'gatecast-detector')
    fail(`Expected a detector written by detector.save(path), got ${described(metadata.format)}`)
  if (Number(metadata.format_version) !== formatVersion)
    fail(
      `Expected format version ${formatVersion}, got ${metadata.format_version}, written by gatecast ` +
        `${metadata.library_version}. Use that version or a later one`,
    )
  try {
    const { settings, source: own, judge, units, frequency } = JSON.parse(metadata.configuration) as Stored
    checkUnits(units)
    checkJudge(judge)
    if (!Object.hasOwn(sources, own.kind))
      fail(`Expected a source among ${Object.keys(sources).join(', ')}, got "${own.kind}"`)
    const source = sources[own.kind](own.config, tensors)
    const strange = units.find(([id]) => !source.knows(id))
    if (strange) fail(`Expected what was learned of series "${strange[0]}", got its units alone`)
    const by = source instanceof ForecastSource ? source.forecaster : (source.kind as 'smoothing' | 'autoencoder')
    return {
      settings: settingsOf({ ...settings, by }),
      learned: {
        source,
        judge: Judge.from(judge),
        units: new Map(units),
        frequency: checkText('frequency', frequency),
      },
    }
  } catch (cause) {
    return fail('Expected the configuration of a detector in the metadata, got one that is broken', cause)
  }
}

const described = (format: string | undefined): string =>
  format === 'gatecast-forecaster' ? 'a forecaster' : format === 'gatecast' ? 'a Model' : 'other tensors'
