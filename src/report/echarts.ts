import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const file = 'echarts/dist/echarts.min.js'

/** ECharts, loaded when the first chart is drawn: it takes as long as the rest of the library together. */
export const echarts = (): typeof import('echarts') => require(file)

/** Its source, to stand in a page. */
export const echartsSource = (): string => readFileSync(require.resolve(file), 'utf8')
