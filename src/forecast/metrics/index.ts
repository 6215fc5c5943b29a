export { mae, mse, rmse } from './errors.ts'
export { mape, smape } from './percentage.ts'
export { coverage, crps, pinball, width, winkler } from './probabilistic.ts'
export { type ErrorScale, errorScale, mase, owa, rmsse } from './scaled.ts'
