// The first pass over the data of `fit`, panel after panel: it checks the values, and collects the lengths of the
// series and the codes of the columns.

import { defined } from '../../../base/defined.ts'
import { GatecastError } from '../../../base/error.ts'
import { type Distribution, distributionOf } from '../../../models/index.ts'
import type { Frequency, Panel } from '../../../series/index.ts'
import { checkHistories } from '../../check.ts'
import type { FitOptions } from '../../forecaster.ts'
import { checkWithin, supportOf } from '../../support.ts'
import type { NetworkSettings } from '../design/settings.ts'
import type { NetworkFacts } from '../network_facts.ts'
import { ColumnSurvey } from './column_survey.ts'
import type { Codes } from './covariates.ts'
import { checkGroup, groupOf } from './groups.ts'
import { checkPanelStream, describeForm, isPanelStream, type PanelStream, readPanels } from './panel_stream.ts'
import { checkWeights, noneCounts } from './weights.ts'

export interface Survey {
  readonly frequency: Frequency
  /** Number of history rows of each series. */
  readonly lengths: Float64Array
  /** Codes of the columns over all panels. A column has the categories of all of them. */
  readonly codes: Codes
  /** The names of the series of a sample, if the network mixes series. */
  readonly group?: readonly string[]
  /** Whether the rows have weights. */
  readonly weighted: boolean
  /** The names of the targets, if the series have several. */
  readonly targets?: readonly string[]
}

/** @throws {GatecastError} `ERR_TYPE`, `ERR_DATA`, `ERR_NOT_FINITE` for data that no network can learn from */
export async function surveyPanels(
  data: Panel | PanelStream,
  settings: NetworkSettings,
  kind: Pick<NetworkFacts, 'name' | 'mixes' | 'cycles'>,
  { signal, weights }: Pick<FitOptions, 'signal' | 'weights'> = {},
): Promise<Survey> {
  if (isPanelStream(data)) checkPanelStream(data)
  const columns = new ColumnSurvey(settings, kind.cycles ?? false, weights)
  const lengths: Float64Array[] = []
  let first: { frequency: Frequency; form: string; targets: readonly string[] | undefined } | undefined
  let group: readonly string[] | undefined
  let isAny = false
  for await (const panel of readPanels(data, signal)) {
    checkHistories(panel)
    if (weights !== undefined) isAny = checkWeights(panel, weights) || isAny
    checkSupport(panel, distributionOf(settings.output))
    checkWithin(panel, supportOf(settings))
    const form = describeForm(panel)
    first ??= { frequency: panel.frequency, form, targets: panel.channels }
    if (form !== first.form)
      throw new GatecastError(
        'ERR_DATA',
        'Expected all panels of a stream to have the frequency and columns of the first panel ' +
          `(${first.form}), got ${form} in panel ${lengths.length}`,
      )
    if (kind.mixes) {
      checkGroup(panel, group, kind.name)
      group ??= groupOf(panel, kind.name)
    }
    columns.add(panel)
    lengths.push(panel.lengths)
  }
  if (!first) throw new GatecastError('ERR_DATA', 'Expected a panel in the stream, got none')
  if (weights !== undefined && !isAny) throw noneCounts(weights)
  const { frequency, targets } = first
  const weighted = weights !== undefined
  return { frequency, lengths: joined(lengths), codes: columns.codes(), weighted, ...defined({ group, targets }) }
}

function joined(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0]
  const whole = new Float64Array(parts.reduce((size, part) => size + part.length, 0))
  let place = 0
  for (const part of parts) {
    whole.set(part, place)
    place += part.length
  }
  return whole
}

/** @throws {GatecastError} `ERR_DATA` naming row and series of a value whose probability is 0 in the distribution */
function checkSupport(panel: Panel, { kind, least }: Pick<Distribution, 'kind' | 'least'>): void {
  if (least === undefined) return
  panel.ids.forEach((id, series) => {
    const row = panel.history(series).findIndex((value) => value < least)
    if (row < 0) return
    throw new GatecastError(
      'ERR_DATA',
      `Expected counts of ${least} or more for the output ${kind}(), got ${panel.history(series)[row]} in row ${row} ` +
        `of series "${id}". Use another output, for example studentT()`,
    )
  })
}
