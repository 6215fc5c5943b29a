// Every public function and method has a case. The list comes from the reference, so a new one without a case fails.

import { describe, expect, it } from 'vitest'
import { type PublicName, readNames } from '../../docs/.vitepress/reference/read.ts'
import { data, preparation } from './cases/danfo.ts'
import { tableFiles } from './cases/files.ts'
import { forecasting } from './cases/forecasting.ts'
import { looking } from './cases/inspect.ts'
import { jobFiles } from './cases/jobs.ts'
import { kernels } from './cases/native.ts'
import { networks } from './cases/nn.ts'
import { writing } from './cases/onnx.ts'
import { readers } from './cases/readers.ts'
import { detectors, learners, symbolModels } from './cases/sequences.ts'
import { series } from './cases/series.ts'

const cases: Record<string, object> = {
  gatecast: { ...series, ...forecasting },
  'gatecast/danfo': preparation,
  'gatecast/datasets': data,
  'gatecast/files': tableFiles,
  'gatecast/inspect': looking,
  'gatecast/jobs': jobFiles,
  'gatecast/native': kernels,
  'gatecast/nn': networks,
  'gatecast/onnx': writing,
  'gatecast/sequences': { ...learners, ...symbolModels, ...detectors, ...readers },
}

/** Names without a case, each with the reason. */
const without: Record<string, string> = {
  // These need a server; tests/queue calls them.
  cancelRun: 'queue',
  forecastByQueue: 'queue',
  queueStatus: 'queue',
  retryFailed: 'queue',
  submitJob: 'queue',
  watchRun: 'queue',
  work: 'queue',
  runDemo: 'takes no data, and runs for half a minute',
  // The caller writes these, and the library calls them.
  'ArqueroLibrary.table': 'given',
  'ArqueroTable.column': 'given',
  'ArqueroTable.columnNames': 'given',
  'ArqueroTable.indices': 'given',
  'ArqueroTable.isFiltered': 'given',
  'ArqueroTable.isOrdered': 'given',
  'ArqueroTable.numRows': 'given',
  'ArrowTable.getChildAt': 'given',
  'Danfo.DataFrame': 'given',
  'DataFrame.print': 'given',
  'PolarsFrame.getColumns': 'given',
  'PolarsFrame.lazy': 'given',
  'PolarsLibrary.DataFrame': 'given',
  'PanelStream.read': 'given',
  'SearchOptions.build': 'given',
  'SearchOptions.fit': 'given',
  'SymbolModel.logProbability': 'given',
  'SymbolModel.stream': 'given',
  // No argument, and nothing that can fail.
  'Explanation.toString': 'none',
  'EnsembleStream.next': 'as ForecastStream',
  'EnsembleStream.[dispose]': 'as ForecastStream',
  'SourceEvidence.constantWithin': 'internal',
  'SourceEvidence.crossSection': 'internal',
  'SourceEvidence.oddTimes': 'internal',
  'SourceEvidence.repeats': 'internal',
  'Model.samplePaths': 'tests/models/paths_misuse',
}

// The numbers of TypeDoc's enum ReflectionKind, which only its own package can import.
const variableKind = 32
const classKind = 128
const interfaceKind = 256
const functionKind = 64

/** The functions that a public name stands for: itself, or its methods. */
function functionsOf({ declaration }: PublicName): string[] {
  const { kind, name, type, children = [] } = declaration
  // A function may be a constant whose type has signatures.
  const isCallable = kind === variableKind && type?.type === 'reflection' && type.declaration.signatures !== undefined
  if (kind === functionKind || isCallable) return [name]
  if (kind !== classKind && kind !== interfaceKind) return []
  return children.filter((child) => child.signatures).map((child) => `${name}.${child.name}`)
}

describe('the cases of calls', () => {
  it('have every function and method of the reference', { timeout: 120_000 }, async () => {
    const names = await readNames()
    const missing = names.flatMap((name) => {
      const known = Object.keys(cases[name.entry] ?? {})
      return functionsOf(name)
        .filter((one) => !known.includes(one) && !Object.hasOwn(without, one) && !/\.on[A-Z]/.test(one))
        .map((one) => `${name.entry}: ${one}`)
    })
    expect(missing).toEqual([])
    expect(names.flatMap(functionsOf).length).toBeGreaterThan(350)
  })
})
