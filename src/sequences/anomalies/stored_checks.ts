// Schemas of the file of a detector.

import { checkObject } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { oneOf } from '../../base/options/options.ts'
import { count, finite, listOf, objectOf, positive, type StoredCheck } from '../../base/options/stored.ts'
import type { StoredCalibration } from './judge/calibration.ts'
import { checkNames } from './judge/checks.ts'
import type { StoredJudge } from './judge/judge.ts'
import type { SeriesUnits } from './judge/measure.ts'

/** A season of a file: a broken file must not ask for more memory than there is. */
export const season = count(1, 1_000_000)

export const checkUnits = objectOf<SeriesUnits>({
  center: finite,
  scale: finite,
  pathCenter: finite,
  pathScale: finite,
  shapeScale: finite,
  phases: season,
  same: finite,
  none: finite,
})

const scores: StoredCheck = (name, value) => {
  listOf(finite, { atLeast: 1 })(name, value)
  const list = value as number[]
  const falls = list.findIndex((score, i) => score < list[i - 1])
  if (falls < 0) return
  throw new GatecastError('ERR_RANGE', `Expected ascending ${name}, got ${list[falls]} after ${list[falls - 1]}`)
}

const checkCalibration = objectOf<StoredCalibration>({ scores, worth: positive, tail: positive, evidence: positive })

/** A calibration for each check, and at least one. */
export const checkJudge: StoredCheck = (name, value) => {
  checkObject(name, value)
  objectOf<StoredJudge>({
    checks: listOf(oneOf(checkNames), { atLeast: 1 }),
    calibrations: listOf(checkCalibration),
  })(name, value)
  const { checks, calibrations } = value as StoredJudge
  if (new Set(checks).size === checks.length && checks.length === calibrations.length) return
  throw new GatecastError(
    'ERR_DATA',
    `Expected a calibration for each of ${checks.length} checks, got ${calibrations.length}`,
  )
}
