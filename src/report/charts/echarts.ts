import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

type Parts = typeof import('./echarts_parts.ts')

// A name of package.json, since library and tests load it from different folders.
const script = '#echarts'

/** ECharts, loaded when the first chart is drawn: it takes as long as the rest of the library together. */
export const echarts = (): Parts => createRequire(import.meta.url)(script)

/** Its source, to stand in a page. */
export const echartsSource = (): string => readFileSync(createRequire(import.meta.url).resolve(script), 'utf8')
