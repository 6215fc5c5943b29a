import { competitionSets } from './competition_sets.ts'
import { longSets } from './long_sets.ts'
import type { DataSet } from './set.ts'

export const sets: readonly DataSet[] = [...longSets, ...competitionSets]
