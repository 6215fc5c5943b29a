import { GatecastError } from '../base/error.ts'
import { type Danfo, type DataFrame, dataFrame } from '../series/data_frame.ts'
import type { Panel } from '../series/panel/panel.ts'
import { panelFromTable } from '../series/panel/panel_from_table.ts'
import type { Table } from '../series/table/table.ts'
import { tableColumns } from '../series/table/table_columns.ts'
import type { TableOptions } from '../series/table/table_options.ts'
import { type InvertOptions, invertFrame } from './invert.ts'
import { type DoneStep, type PipelineState, replay, run } from './run_steps.ts'
import type { StepArguments, StepName } from './steps/index.ts'

/**
 * Data on its way from a DataFrame to a panel. Every method does one step and gives a new pipeline; neither the frame
 * nor this one is changed. The steps, with what they learned (scales, categories, limits), can be kept as JSON and
 * applied to new data.
 *
 * @example
 * const panel = prepare(frame, { series: 'store', time: 'date', target: 'sales', frequency: '1d' })
 *   .regularise().fill('linear').calendar(['dayOfWeek']).toPanel()
 */
export class Pipeline {
  readonly #table: Table
  readonly #options: TableOptions
  readonly #danfo: Danfo
  readonly #steps: readonly DoneStep[]

  /** @internal Use {@link prepare}. */
  constructor(table: Table, options: TableOptions, danfo: Danfo, done: readonly DoneStep[] = []) {
    this.#table = table
    this.#options = options
    this.#danfo = danfo
    this.#steps = done
  }

  /**
   * Takes values such as -200, which stand for a missing one, for what they are.
   *
   * @param args - `(values, options?)`: numbers and texts, {@link MarkMissingOptions}
   * @throws {GatecastError} `ERR_TYPE` unless the values are a list, `ERR_DATA` for a column that is not there
   */
  markMissing(...args: StepArguments<'markMissing'>): Pipeline {
    return this.#do('markMissing', args)
  }

  /**
   * Gives every series a row for each step of the frequency from its first time to its last; new rows are missing.
   *
   * @param args - `(options?)`: {@link RegulariseOptions}
   * @throws {GatecastError} `ERR_DATA` for a time off the frequency
   */
  regularise(...args: StepArguments<'regularise'>): Pipeline {
    return this.#do('regularise', args)
  }

  /**
   * Brings all series to another frequency, longer or shorter.
   *
   * @param args - `(frequency, options?)`: such as `'1h'`, {@link ResampleOptions}
   * @throws {GatecastError} `ERR_RANGE` for a frequency or option that is none
   */
  resample(...args: StepArguments<'resample'>): Pipeline {
    return this.#do('resample', args)
  }

  /**
   * Fills missing values: `previous`, `next`, `linear`, `seasonal`, `constant`, `none`; with `mask`, marks them.
   *
   * @param args - `(method, options?)`: {@link FillStepOptions}
   * @throws {GatecastError} `ERR_RANGE` for a method that is none, `ERR_TYPE` for texts that it cannot fill
   */
  fill(...args: StepArguments<'fill'>): Pipeline {
    return this.#do('fill', args)
  }

  /**
   * Adds what the calendar says of the time: `dayOfWeek`, `month`, `hour`, `weekOfYear`, ... Known in the future.
   *
   * @param args - `(features, options?)`: such as `['dayOfWeek']`, {@link CalendarOptions}
   * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for features that are none
   */
  calendar(...args: StepArguments<'calendar'>): Pipeline {
    return this.#do('calendar', args)
  }

  /**
   * Adds a flag for holidays: dates, dates by name, or a function that tells for a date such as `2024-12-25`.
   *
   * @param args - `(dates, options?)`: {@link HolidayOptions}
   * @throws {GatecastError} `ERR_TYPE`, `ERR_DATA` for dates that cannot be read
   */
  holidays(...args: StepArguments<'holidays'>): Pipeline {
    return this.#do('holidays', args)
  }

  /**
   * Adds sines and cosines of a period: `day`, `week`, `year`, ... or a number of days. Known in the future.
   *
   * @param args - `(period, options?)`: {@link FourierOptions}
   * @throws {GatecastError} `ERR_RANGE` for a period or number of harmonics that is none
   */
  fourier(...args: StepArguments<'fourier'>): Pipeline {
    return this.#do('fourier', args)
  }

  /**
   * Adds the values of so many rows ago.
   *
   * @param args - `(lags, options?)`: such as `[1, 7]`, {@link ColumnsOption}
   * @throws {GatecastError} `ERR_TYPE` unless the lags are a list, `ERR_RANGE` for one below 1
   */
  lags(...args: StepArguments<'lags'>): Pipeline {
    return this.#do('lags', args)
  }

  /**
   * Moves a column down by so many rows; up, if negative.
   *
   * @param args - `(steps, options?)`: {@link ColumnsOption}
   * @throws {GatecastError} `ERR_RANGE` for steps that are no whole number
   */
  shift(...args: StepArguments<'shift'>): Pipeline {
    return this.#do('shift', args)
  }

  /**
   * Adds `mean`, `std`, `min`, `max`, `sum` or `quantile` of the last rows, the current one included.
   *
   * @param args - `(statistics, options)`: such as `['mean', 'std']`, {@link RollingStepOptions}
   * @throws {GatecastError} `ERR_RANGE` for a statistic or window that is none
   */
  rolling(...args: StepArguments<'rolling'>): Pipeline {
    return this.#do('rolling', args)
  }

  /**
   * Adds the same of all rows so far.
   *
   * @param args - `(statistics, options?)`: {@link ExpandingStepOptions}
   * @throws {GatecastError} `ERR_RANGE` for a statistic that is none
   */
  expanding(...args: StepArguments<'expanding'>): Pipeline {
    return this.#do('expanding', args)
  }

  /**
   * Replaces values by what changed since the row, or the season, before.
   *
   * @param args - `(options?)`: {@link DifferenceOptions}
   * @throws {GatecastError} `ERR_RANGE` for a lag below 1
   */
  difference(...args: StepArguments<'difference'>): Pipeline {
    return this.#do('difference', args)
  }

  /**
   * Takes the natural logarithm.
   *
   * @param args - `(options?)`: {@link LogOptions}
   * @throws {GatecastError} `ERR_RANGE` for values that are not above 0
   */
  log(...args: StepArguments<'log'>): Pipeline {
    return this.#do('log', args)
  }

  /**
   * Box-Cox with the most likely lambda.
   *
   * @param args - `(options?)`: {@link BoxCoxOptions}
   * @throws {GatecastError} `ERR_RANGE` for values that are not above 0
   * @see Box and Cox 1964, "An analysis of transformations"
   */
  boxCox(...args: StepArguments<'boxCox'>): Pipeline {
    return this.#do('boxCox', args)
  }

  /**
   * Scales columns: `standard`, `robust` or `minMax`.
   *
   * @param args - `(kind, options?)`: {@link ScaleOptions}
   * @throws {GatecastError} `ERR_RANGE` for a scaler that is none
   */
  scale(...args: StepArguments<'scale'>): Pipeline {
    return this.#do('scale', args)
  }

  /**
   * Brings values to a range.
   *
   * @param args - `(options)`: {@link ClipOptions}
   * @throws {GatecastError} `ERR_RANGE` for bounds the wrong way round
   */
  clip(...args: StepArguments<'clip'>): Pipeline {
    return this.#do('clip', args)
  }

  /**
   * Flags, clips or takes out outliers: `iqr`, `zScore` or `mad`.
   *
   * @param args - `(method, options?)`: {@link OutlierOptions}
   * @throws {GatecastError} `ERR_RANGE` for a method, action or threshold that is none
   */
  outliers(...args: StepArguments<'outliers'>): Pipeline {
    return this.#do('outliers', args)
  }

  /**
   * Replaces a column of categories by a column of 0 and 1 for each.
   *
   * @param args - `(options)`: {@link EncodeOptions}
   * @throws {GatecastError} `ERR_DATA` for a category that was not there when the step was fitted
   */
  oneHot(...args: StepArguments<'oneHot'>): Pipeline {
    return this.#do('oneHot', args)
  }

  /**
   * Replaces categories by their number.
   *
   * @param args - `(options)`: {@link EncodeOptions}
   * @throws {GatecastError} `ERR_DATA` for a category that was not there when the step was fitted
   */
  ordinal(...args: StepArguments<'ordinal'>): Pipeline {
    return this.#do('ordinal', args)
  }

  /** A DataFrame of the class of the first one, sorted by series and time; times are ISO texts. */
  toFrame(): DataFrame {
    return dataFrame(tableColumns(this.#table), this.#danfo)
  }

  /**
   * A panel for the forecasters. Rows that are not regular yet are made so.
   *
   * @throws {GatecastError} `ERR_DATA` for times off the frequency, or where no frequency can be told
   */
  toPanel(): Panel {
    return panelFromTable(this.#table)
  }

  /**
   * Does the same steps on new data, with what they learned from the first.
   *
   * @param future - rows that follow, with covariates known in the future
   * @param frame - with the columns of the first one
   * @throws {GatecastError} as `prepare`, and as the steps
   */
  apply(frame: DataFrame, future?: DataFrame): Pipeline {
    const { table, done } = replay(frame, this.#options, this.#steps, future)
    return new Pipeline(table, this.#options, danfoOf(frame), done)
  }

  /**
   * Undoes scaling, logarithms, Box-Cox and differences, last one first: on a frame of forecasts, say.
   *
   * @param frame - with the columns that name series and time
   * @throws {GatecastError} `ERR_DATA` for rows of series or times that the pipeline has not seen, `ERR_RANGE` for
   * options
   * @example
   * const sales = pipeline.inverse(forecast.toDataFrame(), { columns: ['mean', 'q0.1', 'q0.9'] })
   */
  inverse(frame: DataFrame, options: InvertOptions = {}): DataFrame {
    return invertFrame(frame, options, this.#options, this.#steps, this.#table)
  }

  /**
   * For `JSON.stringify`; {@link pipelineFromJSON} reads it.
   *
   * @throws {GatecastError} `ERR_TYPE` if a step was given a function, which JSON cannot hold
   */
  toJSON(): PipelineState {
    const holidays = this.#steps.find((done) => done.arguments.some((argument) => typeof argument === 'function'))
    if (holidays)
      throw new GatecastError(
        'ERR_TYPE',
        `Expected only data in the steps of a pipeline to save, got a function in ${holidays.step}(). Give it dates`,
      )
    return { kind: 'gatecast pipeline', version: 1, options: this.#options, steps: this.#steps }
  }

  #do<Name extends StepName>(name: Name, args: StepArguments<Name>): Pipeline {
    const { table, done } = run(this.#table, name, args)
    return new Pipeline(table, this.#options, this.#danfo, [...this.#steps, done])
  }
}

/** The library that a frame comes from. Its class is asked for, as a frame has its columns as properties. */
export const danfoOf = (frame: DataFrame): Danfo => ({ DataFrame: Object.getPrototypeOf(frame).constructor })
