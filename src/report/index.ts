export { type ChartOptions, chart } from './charts/svg_chart.ts'
export { type ReportOptions, report } from './report.ts'
export type { ReportParts, RunFigures } from './report_parts.ts'
export { type TerminalOptions, terminalChart } from './terminal/terminal_chart.ts'
