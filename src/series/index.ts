export type { Columns } from '../frames/columns.ts'
export { columnsOf, isDataFrame } from '../frames/frame.ts'
export type {
  ArqueroLibrary,
  ArqueroTable,
  ArrowLibrary,
  ArrowTable,
  Danfo,
  DataFrame,
  Frame,
  FrameLibrary,
  FrameOf,
  PolarsFrame,
  PolarsLibrary,
} from '../frames/frame_types.ts'
export { dataFrame } from '../frames/make_frame.ts'
export { type CalendarFeature, calendarFeatures } from './calendar/calendar_features.ts'
export type { FourierPeriod } from './calendar/fourier_values.ts'
export type { Holidays, NamedHolidays } from './calendar/holiday_values.ts'
export type { CalendarEncoding, HolidayOptions, Recipe } from './calendar/recipes.ts'
export type { Notation } from './notation/notation.ts'
export { Panel } from './panel/panel.ts'
export { type PanelData, panelFrom, panelFromColumns, panelFromRows, type TargetOptions } from './panel/panel_from.ts'
export { panelFromSeries, type SeriesInput, type SeriesOptions } from './panel/panel_from_series.ts'
export type { Column, PanelParts, StaticColumn } from './panel/panel_parts.ts'
export type { RegulariseOptions } from './regular/regularise.ts'
export type { PanelOptions, TableOptions } from './table/table_options.ts'
export { formatTime } from './time/format_time.ts'
export { type TimeFormat, timeFormats } from './time/forms/index.ts'
export { type Anchor, type Frequency, parseFrequency, type Unit } from './time/frequency.ts'
export { type InferOptions, inferFrequency } from './time/infer_frequency.ts'
export { type ParseTimesOptions, parseTimes, parseTimesAsync } from './time/parse/parse_times.ts'
export { seasonOf, seasonsOf } from './time/season_of.ts'
export { addSteps, stepsBetween, stepTimes } from './time/steps.ts'
export type { WorkCalendar } from './time/work_calendar/work_calendar.ts'
