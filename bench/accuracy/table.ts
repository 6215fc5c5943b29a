import type { Result } from './results.ts'

const shown = (value: number | undefined, digits = 3): string =>
  value === undefined || Number.isNaN(value) ? '-' : value.toFixed(digits)

/** One line for a run: point errors, share inside the 80 % interval, processor seconds. */
export function line({ set, horizon, on, settings, metrics, fitSeconds, predictSeconds }: Omit<Result, 'cpu'>): string {
  const long = /^(ETT|exchange)/.test(set)
  const points = long
    ? `MSE ${shown(metrics.mse)} MAE ${shown(metrics.mae)}`
    : `sMAPE ${shown(metrics.smape, 2)} MASE ${shown(metrics.mase)}`
  const where = on === 'test' ? '' : ' (validation)'
  return (
    `${set} ${horizon}${where}  ${settings.model} seed ${settings.seed}: ${points}  in 80 % ${shown(metrics.coverage80, 2)}` +
    `  fit ${shown(fitSeconds, 1)} s, forecasts ${shown(predictSeconds, 1)} s`
  )
}
