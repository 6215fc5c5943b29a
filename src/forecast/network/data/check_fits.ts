import { GatecastError } from '../../../base/error.ts'
import type { Panel } from '../../../series/index.ts'
import { checkHistories } from '../../check.ts'
import type { Design } from '../design/design.ts'
import { checkFrequency, type Fitted } from '../design/fitted.ts'
import { checkGroup, checkSameGroup } from './groups.ts'
import type { Survey } from './survey.ts'

/**
 * Checks that a fitted network can read a panel: its histories, its frequency, and, if it mixes series, which they are.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_DATA`, `ERR_NOT_FINITE`
 */
export function checkFits(panel: Panel, design: Design, kind: string): void {
  checkHistories(panel)
  checkFrequency(panel, design)
  checkGroup(panel, design.group, kind)
}

/** @throws {GatecastError} `ERR_DATA` if data are too different from those of `fit` to continue its training */
export function checkContinues(survey: Survey, { design }: Pick<Fitted, 'design'>, kind: string): void {
  checkFrequency(survey, design)
  checkSameGroup(survey.group, design.group, kind)
  if (!survey.weighted || design.weighted) return
  throw new GatecastError(
    'ERR_DATA',
    `Expected no weights in update, as ${kind} was fitted without them, got a column of weights. Fit with weights first; ` +
      'then update takes them',
  )
}
