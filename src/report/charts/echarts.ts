import { readFileSync } from 'node:fs'
// biome-ignore lint/correctness/useImportExtensions: its types are in the .d.cts file next to it
import binaries from '../../addon/binaries.cjs'
import { requireFrom } from '../../addon/require_from.ts'
import { GatecastError } from '../../base/error.ts'

type Parts = typeof import('./echarts_parts.ts')

// A name in the imports of package.json: a relative path would differ between the sources and the bundle.
const script = '#echarts'

function requireHere(): NodeJS.Require {
  if (binaries.ownFolder !== undefined) return requireFrom(`${binaries.ownFolder}/`)
  throw new GatecastError(
    'ERR_DEPENDENCY',
    'Expected charts to be made by the installed package, got a bundle. Leave gatecast out of the bundle (external)',
  )
}

/** ECharts. It is loaded for the first chart only, because that takes as long as loading the rest of the library. */
export const echarts = (): Parts => requireHere()(script)

/** The source of ECharts, to write it into a page. */
export const echartsSource = (): string => readFileSync(requireHere().resolve(script), 'utf8')
