import type { JobEvent, Stage } from '../../jobs/index.ts'

/** The text of each stage, with its subject and without. */
const texts: Record<Stage, (subject: string | undefined) => string> = {
  survey: (source = 'the source') => `reading ${source}`,
  partition: () => 'sorting rows by series',
  rehearse: (model = 'the model') => `training ${model} on older rows, to measure how wide intervals have to be`,
  train: (model = 'the model') => `training ${model}`,
  backtest: (model = 'the model') => `testing ${model} on the newest rows`,
  tune: (what = 'models') => `trying ${what}`,
  forecast: (what = 'the series') => `forecasting ${what}`,
  detect: (by = 'smoothing') => `looking for anomalies by ${by}`,
  collect: (file = 'the output') => `writing ${file}`,
  report: (file = 'the report') => `writing ${file}`,
}

/** The text of a stage, for example `training gru`. */
export const stageText = ({ stage, subject }: Extract<JobEvent, { type: 'stage' }>): string => texts[stage](subject)
