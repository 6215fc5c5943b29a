import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const file = 'echarts/dist/echarts.min.js'

/** ECharts, loaded when the first chart is drawn: it takes as long as the rest of the library together. */
export const echarts = (): typeof import('echarts') => createRequire(import.meta.url)(file)

/** Its source, to stand in a page. */
export const echartsSource = (): string => readFileSync(createRequire(import.meta.url).resolve(file), 'utf8')
