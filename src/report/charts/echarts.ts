import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

type Parts = typeof import('./echarts_parts.ts')

// A name in the imports of package.json: a relative path would differ between the sources and the bundle.
const script = '#echarts'

/** ECharts. It is loaded for the first chart only, because that takes as long as loading the rest of the library. */
export const echarts = (): Parts => createRequire(import.meta.url)(script)

/** The source of ECharts, to write it into a page. */
export const echartsSource = (): string => readFileSync(createRequire(import.meta.url).resolve(script), 'utf8')
