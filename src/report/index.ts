export { type ChartOptions, chart } from './charts/chart.ts'
export type { ReportParts, RunFigures } from './parts.ts'
export { type ReportOptions, report } from './report.ts'
export { type TerminalOptions, terminalChart } from './terminal/chart.ts'
