export { Backtest, type BacktestWindow } from './backtest/backtest.ts'
export { owa } from './backtest/owa.ts'
export type { Scores } from './backtest/scores.ts'
export { Ensemble, type EnsembleOptions, ensemble } from './ensemble.ts'
export { Forecast, type ForecastParts, type SeriesForecast } from './forecast.ts'
export type {
  BacktestOptions,
  BacktestProgress,
  FitOptions,
  FitReport,
  Forecaster,
  ForecasterFacts,
  ForecasterState,
  HeldOutScores,
  PredictOptions,
  UsedCovariates,
} from './forecaster.ts'
export { Conformal, conformal } from './intervals/conformal.ts'
export type { ConformalOptions } from './intervals/conformal_options.ts'
export * from './kinds/index.ts'
export type { LocalForecaster, LocalOptions } from './local/local_forecaster.ts'
export type { EtsModel } from './local/methods/ets/form.ts'
export * from './metrics/index.ts'
export * from './network/index.ts'
export {
  type AutoOptions,
  type AutoResult,
  auto,
  type Contender,
  localCandidates,
  networkCandidates,
} from './search/auto.ts'
export { type SearchOptions, type SearchProgress, type SearchResult, search, type Trial } from './search/search.ts'
export { detectSeason } from './season/detect_season.ts'
export type { Season } from './season/season.ts'
export { type Configuration, choice, type Dimension, integer, logUniform, type Space, uniform } from './space.ts'
export { forecasterFromState, loadForecaster, registerForecaster } from './stored.ts'
