export { Backtest, type BacktestWindow } from './backtest/backtest.ts'
export { owa } from './backtest/owa.ts'
export type { Scores } from './backtest/scores.ts'
export { Ensemble, ensemble } from './ensemble/ensemble.ts'
export type { EnsembleStream } from './ensemble/ensemble_stream.ts'
export type { EnsembleOptions } from './ensemble/options.ts'
export { Forecast, type ForecastParts, type SeriesForecast } from './forecast.ts'
export type {
  BacktestOptions,
  BacktestProgress,
  ContextScore,
  FitOptions,
  FitReport,
  Forecaster,
  ForecasterFacts,
  ForecasterState,
  HeldOutScores,
  PredictOptions,
  UsedCovariates,
} from './forecaster.ts'
export { aggregate } from './hierarchy/aggregate.ts'
export { type Aggregate, type Hierarchy, type HierarchyOptions, hierarchy } from './hierarchy/hierarchy.ts'
export { type ReconcileOptions, reconcile } from './hierarchy/reconcile.ts'
export { Conformal, conformal } from './intervals/conformal.ts'
export type { ConformalOptions } from './intervals/conformal_options.ts'
export * from './kinds/index.ts'
export {
  type DecomposeOptions,
  type Decomposition,
  decompose,
  decomposeAsync,
} from './local/decomposition/decompose.ts'
export type { LocalForecaster, LocalOptions } from './local/local_forecaster.ts'
export type { EtsModel } from './local/methods/ets/form.ts'
export * from './metrics/index.ts'
export type { ColumnStability } from './monitor/column_stability.ts'
export { forecastFromPanel } from './monitor/forecast_from_panel.ts'
export { type MonitorOptions, monitor } from './monitor/monitor.ts'
export { type MonitorAlarm, type MonitorLimits, type MonitorPeriod, MonitorReport } from './monitor/monitor_report.ts'
export { populationStability, type Stability, type StabilityOptions } from './monitor/population_stability.ts'
export * from './network/index.ts'
export {
  type DiagnosticOptions,
  type ResidualDiagnostics,
  residualDiagnostics,
  residualDiagnosticsAsync,
} from './residuals/diagnostics.ts'
export { fittedColumns, fittedColumnsAsync } from './residuals/fitted_columns.ts'
export type { ResidualTest } from './residuals/residual_tests.ts'
export type { SeriesFit } from './residuals/series_fit.ts'
export { type AutoResult, auto } from './search/auto/auto.ts'
export { localCandidates, networkCandidates } from './search/auto/candidates.ts'
export type { Contender } from './search/auto/contender.ts'
export type { AutoOptions } from './search/auto/options.ts'
export { type SearchOptions, type SearchProgress, type SearchResult, search, type Trial } from './search/search.ts'
export { detectSeason, detectSeasons } from './season/detect_season.ts'
export type { Season, Seasons } from './season/season.ts'
export { type Configuration, choice, type Dimension, integer, logUniform, type Space, uniform } from './space.ts'
export { forecasterFromState, loadForecaster, registerForecaster } from './stored.ts'
export type { Support, SupportOptions } from './support.ts'
