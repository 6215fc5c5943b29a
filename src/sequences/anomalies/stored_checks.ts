// Checks of what the file of a detector says. A broken number would not fail: every score would be NaN, or wrong.

import { checkChoice, checkList, checkText, checkWhole } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkNames } from './judge/checks.ts'
import type { StoredJudge } from './judge/judge.ts'
import type { SeriesUnits } from './judge/measure.ts'

/** The longest season that a file may name: a broken file must not ask for more memory than there is. */
export const longestSeason = 1_000_000

/**
 * Entries of a map with an object of numbers for each series.
 *
 * @param names - the numbers that each object has
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming what is wrong
 */
export function checkEntries<Entry>(
  what: string,
  entries: readonly (readonly [string, Entry])[],
  names: readonly (keyof Entry & string)[],
): readonly (readonly [string, Entry])[] {
  for (const entry of checkList(what, entries)) {
    const [id, figures] = checkList(`an entry of ${what}`, entry) as unknown as readonly [string, Entry]
    checkText(`an id of ${what}`, id)
    for (const name of names) checkFinite(`${name} of series "${id}"`, figures?.[name])
  }
  return entries
}

export function checkUnits(units: readonly (readonly [string, SeriesUnits])[]): void {
  const names = ['center', 'scale', 'pathCenter', 'pathScale', 'shapeScale', 'same', 'none'] as const
  for (const [id, { phases }] of checkEntries('units', units, names))
    checkWhole(`phases of series "${id}"`, phases, 1, longestSeason)
}

export function checkJudge({ checks, calibrations }: StoredJudge): void {
  checkList('checks', checks).forEach((name) => {
    checkChoice('a check', name, checkNames)
  })
  if (checkList('calibrations', calibrations).length !== checks.length || checks.length === 0)
    throw new GatecastError('ERR_DATA', `Expected a calibration for each check, got ${calibrations.length}`)
  for (const { scores, worth, tail, evidence } of calibrations) {
    checkList('scores', scores).forEach((score, i) => {
      checkFinite(`score ${i}`, score)
      if (i > 0 && score < scores[i - 1])
        throw new GatecastError('ERR_RANGE', `Expected ascending scores, got ${score} after ${scores[i - 1]}`)
    })
    if (scores.length === 0) throw new GatecastError('ERR_DATA', 'Expected scores of a calibration, got none')
    for (const [name, figure] of Object.entries({ worth, tail, evidence })) {
      checkFinite(name, figure)
      if (figure <= 0) throw new GatecastError('ERR_RANGE', `Expected ${name} above 0, got ${figure}`)
    }
  }
}

function checkFinite(name: string, value: unknown): void {
  if (Number.isFinite(value)) return
  throw new GatecastError(
    'ERR_TYPE',
    `Expected ${name} to be a finite number, got ${JSON.stringify(value) ?? 'nothing'}`,
  )
}
