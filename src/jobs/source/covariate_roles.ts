// The covariates of a job and of its model: a trained model brings the roles of its columns, and a job is told about the
// columns that its model does not use.

import { listNames } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Forecaster, ForecasterFacts, UsedCovariates } from '../../forecast/index.ts'
import { kinds } from '../../forecast/kinds/index.ts'
import { holidayColumn } from '../../series/calendar/recipes.ts'
import { targetNames } from '../../series/targets.ts'
import { split } from '../columns/resolve_names.ts'
import { checkTargetsOf, targetsOf } from '../columns/several_targets.ts'
import type { RunOptions } from '../events.ts'
import type { Job, JobDraft } from '../job/job.ts'
import { isStored } from '../model/forecaster_of.ts'
import { openModel } from '../model/model_file.ts'
import { modelPath } from '../model/registry.ts'

type Columns = JobDraft['columns']

const roles = ['known', 'observed', 'static'] as const

/**
 * Adds the targets and covariates that the trained model of a job reads, and emits a note with them.
 *
 * @param names - gives the names of the columns of the source
 * @returns the columns of the job
 * @throws {GatecastError} `ERR_JOB` if the source lacks one of them, the job gives it another role or has other targets; `ERR_FILE` if the
 * model cannot be read
 */
export async function columnsOfModel(
  { columns: given, model, holidays }: Pick<JobDraft, 'columns' | 'model' | 'holidays'>,
  names: () => Promise<readonly string[]>,
  { onEvent }: RunOptions,
): Promise<Columns> {
  if (!isStored(model)) return given
  const { path, forecaster } = await openModel(await modelPath(model))
  const used = withoutHolidays(sourceFacts(forecaster).covariates, holidays)
  const columns = await withTargets(given, forecaster, path, names, onEvent)
  const lacking = used ? roles.filter((role) => used[role].some((name) => !columns[role].includes(name))) : []
  if (!used || lacking.length === 0) return columns
  const there = await names()
  const added = { ...columns }
  for (const role of lacking) {
    for (const name of used[role]) checkColumn(name, role, there, columns, path)
    const own = used[role].filter((name) => !columns[role].includes(name))
    added[role] = [...columns[role], ...own]
    added.categorical = [...new Set([...added.categorical, ...own.filter((name) => used.categorical.includes(name))])]
    onEvent?.({ type: 'note', text: `${role} covariates: ${listNames(own)}, as the model was trained with them` })
  }
  return added
}

/** The covariates that the source must have: holidays come from the job, or from the model itself. */
function withoutHolidays(used: UsedCovariates | undefined, holidays: string | undefined): UsedCovariates | undefined {
  if (!used) return used
  const own = [...(used.computed ?? []), ...(holidays === undefined ? [] : [holidayColumn])]
  return { ...used, known: used.known.filter((name) => !own.includes(name)) }
}

/**
 * The facts of a forecaster about the columns of a source. In a panel with several targets, a static covariate names the
 * target of each series: the source has no such column.
 */
export function sourceFacts(forecaster: Forecaster): ForecasterFacts {
  const facts = forecaster.facts?.() ?? {}
  const { covariates, targets } = facts
  if (!covariates || !targets) return facts
  const without = (names: readonly string[]) => names.filter((name) => name !== targetNames.target)
  const own = { static: without(covariates.static), categorical: without(covariates.categorical) }
  return { ...facts, covariates: { ...covariates, ...own } }
}

/** The columns with the targets of the model, if the job names none; otherwise both have to be the same. */
async function withTargets(
  columns: Columns,
  forecaster: Forecaster,
  path: string,
  names: () => Promise<readonly string[]>,
  onEvent: RunOptions['onEvent'],
): Promise<Columns> {
  const { targets } = forecaster.facts?.() ?? {}
  if (columns.target === undefined) {
    if (targets === undefined) return columns
    onEvent?.({ type: 'note', text: `targets: ${listNames(targets)}, as the model was trained with them` })
    return { ...columns, target: [...targets] }
  }
  const given = targetsOf(columns.target)
  const isList = given.some((name) => name.includes(','))
  const there = isList ? await names() : []
  checkTargetsOf(forecaster, `"${path}"`, isList ? given.flatMap((name) => split(name, there)) : given)
  return columns
}

function checkColumn(
  name: string,
  role: (typeof roles)[number],
  there: readonly string[],
  columns: Columns,
  path: string,
): void {
  const needed = `Expected column "${name}" under ${role}, as the model "${path}" was trained with it`
  if (!there.includes(name))
    throw new GatecastError(
      'ERR_JOB',
      `${needed}, got a source with the columns ${listNames(there)}. Add the column to the source, or use a model that ` +
        `was trained without it${name === holidayColumn ? '. If it holds the holidays of a place, use --holidays' : ''}`,
    )
  const other = Object.entries(columns).find(
    ([key, value]) => key !== role && key !== 'categorical' && [value].flat().includes(name),
  )
  if (other) throw new GatecastError('ERR_JOB', `${needed}, got it under ${other[0]}. Use --${role} ${name}`)
}

/** The names of the covariates of a job that a forecaster does not use. */
export function unusedCovariates(forecaster: Forecaster, columns: Job['columns'], holidays?: string): string[] {
  const fitted = forecaster.facts?.().covariates
  const uses = kinds.find(({ name }) => name === forecaster.kind)?.uses
  const own = { ...columns, known: [...columns.known, ...(holidays === undefined ? [] : [holidayColumn])] }
  return roles.flatMap((role) =>
    own[role].filter((name) => (fitted ? !fitted[role].includes(name) : uses && !uses[role])),
  )
}

/** Emits a note with the covariates of a job that its model does not use. */
export function noteUnused(
  forecaster: Forecaster,
  { columns, holidays, model, train }: Job,
  { onEvent }: RunOptions,
): void {
  const unused = unusedCovariates(forecaster, columns, holidays).filter((name) => name !== train.weights)
  if (unused.length === 0) return
  const names = kinds.filter(({ uses }) => uses.known).map(({ name }) => name)
  const reason = isStored(model)
    ? 'the model was trained without them'
    : `${forecaster.kind} forecasts from the target alone; the kinds ${names.join(', ')} use covariates`
  onEvent?.({ type: 'note', text: `covariates not used: ${listNames(unused)}. ${reason}` })
}
