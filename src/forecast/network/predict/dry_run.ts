// The parts of a file each pass their checks, and may still not fit together: an input that no source fills, a column
// that the covariates do not have, an output of another horizon. A forecast of one short series shows it.

import { GatecastError } from '../../../base/error.ts'
import { distributionOf, isScaled } from '../../../models/index.ts'
import { numbersOf } from '../../../nn/values/program_size.ts'
import { type Panel, panelFromSeries } from '../../../series/index.ts'
import type { Code } from '../data/covariates.ts'
import { aroundOrigin } from '../data/cut.ts'
import { nativeTable } from '../data/native_table.ts'
import { settingsOnClock } from '../design/by_clock.ts'
import type { Fitted } from '../design/fitted.ts'
import type { NetworkSettings } from '../design/settings.ts'
import { cuttingFor, forecastWindows } from '../train/windows.ts'

/** A network whose values have more numbers, 256 MB, is not tried: reading a file must not take what it does not hold. */
const mostNumbers = 2 ** 26

/** @throws {GatecastError} naming the parts that do not fit */
export async function dryRun(fitted: Fitted, given: NetworkSettings, isRecursive: boolean): Promise<void> {
  const { design, codes, model } = fitted
  const settings = settingsOnClock(given, design, isRecursive)
  if (numbersOf(model.program, { batch: 1, time: design.context + settings.horizon }) > mostNumbers) return
  const panel = samplePanel(fitted)
  const table = nativeTable(panel, codes, design, aroundOrigin(panel, rows, 1))
  try {
    const windows = forecastWindows(cuttingFor(fitted, settings), table, panel.lengths)
    const { horizon, output } = settings
    const distribution = distributionOf(output)
    if (isRecursive && distribution.sampler) {
      const { likelihood, outputs } = distribution.sampler
      const call = { paths: 1, horizon, seed: 0, batchSize: 1, threads: 1 }
      await model.samplePaths(windows, { ...call, likelihood, outputs, scaled: isScaled(distribution) })
      return
    }
    const found = await model.predict(windows, { threads: 1 })
    const numbers = 'levels' in output ? output.levels.length : 1
    for (const name of Object.keys(distribution.units)) checkOutput(name, found[name]?.shape, [horizon, numbers])
  } finally {
    table.dispose()
  }
}

function checkOutput(name: string, shape: readonly number[] | undefined, expected: readonly number[]): void {
  if (shape?.slice(1).join() === expected.join()) return
  throw new GatecastError(
    'ERR_SHAPE',
    `Expected the output "${name}" to have the numbers [${expected.join(', ')}] for each series, got ` +
      `${shape ? `[${shape.slice(1).join(', ')}]` : 'none'}`,
  )
}

/** Rows of a series that is tried. Rows before it are missing values. */
const rows = 2

/** The series of a sample, with the columns that the network reads. */
function samplePanel({ design, codes }: Fitted): Panel {
  const usual = (code: Code) => (code.kind === 'numeric' ? code.mean : (code.categories[0] ?? null))
  const each = <T>(list: readonly Code[], make: (code: Code) => T) =>
    Object.fromEntries(list.map((code) => [code.name, make(code)]))
  const series = (design.group ?? [codes.ids?.[0] ?? 'series']).map((id) => ({
    id,
    values: [1, 2],
    known: each(codes.known, (code) => new Array(rows + 1).fill(usual(code))),
    observed: each(codes.observed, (code) => new Array(rows).fill(usual(code))),
    static: each(codes.static, usual),
  }))
  return panelFromSeries(series, { frequency: design.frequency })
}
