import type { StepArguments, StepName } from './steps/index.ts'

/**
 * The steps of a pipeline as methods.
 *
 * @typeParam Next - the pipeline that a step returns
 */
export class PipelineSteps<Next> {
  readonly #step: <Name extends StepName>(name: Name, args: StepArguments<Name>) => Next

  /** @internal Use {@link prepare}. */
  constructor(step: <Name extends StepName>(name: Name, args: StepArguments<Name>) => Next) {
    this.#step = step
  }

  /**
   * Replaces values that stand for a missing value, for example -200, by missing values.
   *
   * @param args - `(values, options?)`: numbers and texts, {@link MarkMissingOptions}
   * @throws {GatecastError} `ERR_TYPE` unless the values are a list, `ERR_DATA` for an unknown column
   */
  markMissing(...args: StepArguments<'markMissing'>): Next {
    return this.#step('markMissing', args)
  }

  /**
   * Gives every series a row for each step of the frequency from its first time to its last. New rows have missing
   * values.
   *
   * @param args - `(options?)`: {@link RegulariseOptions}
   * @throws {GatecastError} `ERR_DATA` for a time between two steps of the frequency
   */
  regularise(...args: StepArguments<'regularise'>): Next {
    return this.#step('regularise', args)
  }

  /**
   * Brings all series to a longer or shorter frequency.
   *
   * @param args - `(frequency, options?)`: for example `'1h'`, {@link ResampleOptions}
   * @throws {GatecastError} `ERR_RANGE` for an unknown frequency or option
   */
  resample(...args: StepArguments<'resample'>): Next {
    return this.#step('resample', args)
  }

  /**
   * Fills missing values by the method `previous`, `next`, `linear`, `seasonal`, `constant` or `none`. With the option
   * `mask`, adds columns that mark them.
   *
   * @param args - `(method, options?)`: {@link FillStepOptions}
   * @throws {GatecastError} `ERR_RANGE` for an unknown method, `ERR_TYPE` for texts that the method cannot fill
   */
  fill(...args: StepArguments<'fill'>): Next {
    return this.#step('fill', args)
  }

  /**
   * Adds features of the calendar as known covariates: `dayOfWeek`, `month`, `hour`, `weekOfYear`, ...
   *
   * @param args - `(features, options?)`: for example `['dayOfWeek']`, {@link CalendarOptions}
   * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for unknown features
   */
  calendar(...args: StepArguments<'calendar'>): Next {
    return this.#step('calendar', args)
  }

  /**
   * Adds flags of holidays as known covariates. Give dates; a place, for example `'DE-BY'`, if the package
   * `date-holidays` is installed; a function that gets a date as `2024-12-25` and returns whether it is a holiday; or
   * several lists and places by the names of their columns.
   *
   * @param args - `(holidays, options?)`: {@link HolidayOptions}
   * @throws {GatecastError} `ERR_TYPE`, `ERR_DATA` for dates that cannot be read, `ERR_RANGE` for an unknown place,
   * `ERR_DEPENDENCY` if a place is given and date-holidays is not installed
   */
  holidays(...args: StepArguments<'holidays'>): Next {
    return this.#step('holidays', args)
  }

  /**
   * Adds sines and cosines of a period as known covariates. The period is `day`, `week`, `year`, ... or a number of
   * days.
   *
   * @param args - `(period, options?)`: {@link FourierOptions}
   * @throws {GatecastError} `ERR_RANGE` for an unknown period, or a number of harmonics below 1 or above 1000
   */
  fourier(...args: StepArguments<'fourier'>): Next {
    return this.#step('fourier', args)
  }

  /**
   * Adds lags: columns with the values of some rows before.
   *
   * @param args - `(lags, options?)`: numbers of rows, for example `[1, 7]`, {@link ColumnsOption}
   * @throws {GatecastError} `ERR_TYPE` unless the lags are a list, `ERR_RANGE` for one below 1
   */
  lags(...args: StepArguments<'lags'>): Next {
    return this.#step('lags', args)
  }

  /**
   * Moves the values of a column down by a number of rows, or up if the number is negative.
   *
   * @param args - `(steps, options?)`: number of rows, {@link ColumnsOption}
   * @throws {GatecastError} `ERR_RANGE` unless the number of rows is a whole number
   */
  shift(...args: StepArguments<'shift'>): Next {
    return this.#step('shift', args)
  }

  /**
   * Adds statistics over a window of rows that ends with the current row: `mean`, `std`, `min`, `max`, `sum`,
   * `quantile`.
   *
   * @param args - `(statistics, options)`: for example `['mean', 'std']`, {@link RollingStepOptions}
   * @throws {GatecastError} `ERR_RANGE` for an unknown statistic, or a window below 1
   */
  rolling(...args: StepArguments<'rolling'>): Next {
    return this.#step('rolling', args)
  }

  /**
   * Adds the statistics of {@link Pipeline.rolling} over all rows up to the current row.
   *
   * @param args - `(statistics, options?)`: for example `'max'`, {@link ExpandingStepOptions}
   * @throws {GatecastError} `ERR_RANGE` for an unknown statistic
   */
  expanding(...args: StepArguments<'expanding'>): Next {
    return this.#step('expanding', args)
  }

  /**
   * Replaces values by their differences to the row before, or to the row `lag` rows before.
   *
   * @param args - `(options?)`: {@link DifferenceOptions}
   * @throws {GatecastError} `ERR_RANGE` for a lag below 1
   */
  difference(...args: StepArguments<'difference'>): Next {
    return this.#step('difference', args)
  }

  /**
   * Replaces values by their natural logarithms.
   *
   * @param args - `(options?)`: {@link LogOptions}
   * @throws {GatecastError} `ERR_RANGE` for a value that, with the offset, is not above 0
   */
  log(...args: StepArguments<'log'>): Next {
    return this.#step('log', args)
  }

  /**
   * Transforms values by Box-Cox, by default with the most likely lambda.
   *
   * @param args - `(options?)`: {@link BoxCoxOptions}
   * @throws {GatecastError} `ERR_RANGE` for a value that, with the offset, is not above 0
   * @see Box and Cox 1964, "An analysis of transformations"
   */
  boxCox(...args: StepArguments<'boxCox'>): Next {
    return this.#step('boxCox', args)
  }

  /**
   * Scales columns by a scaler of the kind `standard`, `robust` or `minMax`.
   *
   * @param args - `(kind, options?)`: {@link ScaleOptions}
   * @throws {GatecastError} `ERR_RANGE` for an unknown kind
   */
  scale(...args: StepArguments<'scale'>): Next {
    return this.#step('scale', args)
  }

  /**
   * Replaces values below `low` by `low`, and values above `high` by `high`.
   *
   * @param args - `(options)`: {@link ClipOptions}
   * @throws {GatecastError} `ERR_RANGE` if `low` is above `high`
   */
  clip(...args: StepArguments<'clip'>): Next {
    return this.#step('clip', args)
  }

  /**
   * Flags, clips or removes outliers, which it finds by the method `iqr`, `zScore` or `mad`.
   *
   * @param args - `(method, options?)`: {@link OutlierOptions}
   * @throws {GatecastError} `ERR_RANGE` for an unknown method or action, or a threshold below 0
   */
  outliers(...args: StepArguments<'outliers'>): Next {
    return this.#step('outliers', args)
  }

  /**
   * Replaces a column of categories by one column of 0 and 1 for each category.
   *
   * @param args - `(options)`: {@link EncodeOptions}
   * @throws {GatecastError} `ERR_DATA` for a category that was unknown when the step was fitted
   */
  oneHot(...args: StepArguments<'oneHot'>): Next {
    return this.#step('oneHot', args)
  }

  /**
   * Replaces categories by their indices in a sorted list of all categories.
   *
   * @param args - `(options)`: {@link EncodeOptions}
   * @throws {GatecastError} `ERR_DATA` for a category that was unknown when the step was fitted
   */
  ordinal(...args: StepArguments<'ordinal'>): Next {
    return this.#step('ordinal', args)
  }
}
