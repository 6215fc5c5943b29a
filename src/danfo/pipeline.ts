import { GatecastError } from '../base/error.ts'
import type { DataFrame, Frame, FrameLibrary, FrameOf } from '../frames/frame_types.ts'
import { type FrameMaker, makersLike } from '../frames/make_frame.ts'
import type { Panel } from '../series/panel/panel.ts'
import { panelFromTable } from '../series/panel/panel_from_table.ts'
import type { Table } from '../series/table/table.ts'
import { tableColumns } from '../series/table/table_columns.ts'
import type { TableOptions } from '../series/table/table_options.ts'
import { type InvertOptions, invertFrame } from './invert_frame.ts'
import { PipelineSteps } from './pipeline_steps.ts'
import { type DoneStep, type PipelineState, repeatSteps, runStep } from './run_steps.ts'

/** Gives the maker of frames of an imported package, or of those that a pipeline began with. */
type MakersLike = (library?: FrameLibrary) => FrameMaker

/**
 * Prepares data on the way from a frame to a panel. Every method does one step and returns a new pipeline. Neither
 * the frame nor the pipeline before it changes. The steps, with the values that they learned (scales, categories,
 * limits), can be saved as JSON and applied to new data.
 *
 * @typeParam Given - the type of the frame
 * @example
 * const panel = prepare(frame, { series: 'store', time: 'date', target: 'sales', frequency: '1d' })
 *   .regularise().fill('linear').calendar(['dayOfWeek']).toPanel()
 */
export class Pipeline<Given extends Frame = DataFrame> extends PipelineSteps<Pipeline<Given>> {
  readonly #table: Table
  readonly #options: TableOptions
  readonly #makers: MakersLike
  readonly #steps: readonly DoneStep[]

  /** @internal Use {@link prepare}. */
  constructor(table: Table, options: TableOptions, makers: MakersLike, steps: readonly DoneStep[] = []) {
    super((name, args) => {
      const { table: next, done } = runStep(table, name, args)
      return new Pipeline<Given>(next, options, makers, [...steps, done])
    })
    this.#table = table
    this.#options = options
    this.#makers = makers
    this.#steps = steps
  }

  /**
   * A frame of the kind of the original one. Its rows are sorted by series and time. Danfo gets times as ISO texts; other
   * frames get dates if all times are midnights, else points in time.
   *
   * @param library - the imported package whose frame it becomes. Only tables of `apache-arrow` need it:
   * `toFrame(arrow)`
   * @throws {GatecastError} `ERR_TYPE` if the frame does not lead to its package, or for a value that is no such package
   */
  toFrame(): Given
  toFrame<Library extends FrameLibrary>(library: Library): FrameOf<Library>
  toFrame(library?: FrameLibrary): object {
    const maker = this.#makers(library)
    return maker.make(tableColumns(this.#table, maker.hasTimes))
  }

  /**
   * A panel for the forecasters. Rows that are not regular yet are made regular.
   *
   * @throws {GatecastError} `ERR_DATA` for times between two steps of the frequency, or if no frequency can be inferred
   */
  toPanel(): Panel {
    return panelFromTable(this.#table)
  }

  /**
   * Applies the same steps to new data, with the values that they learned from the first data.
   *
   * @param frame - new data, with the columns of the original frame
   * @param future - rows after it, with the covariates known in the future
   * @returns a pipeline that has done the same steps
   * @throws {GatecastError} the errors of `prepare` and of the steps
   */
  apply<Other extends Frame>(frame: Other, future?: Frame): Pipeline<Other> {
    const { table, done } = repeatSteps(frame, this.#options, this.#steps, future)
    return new Pipeline(table, this.#options, makersLike(frame), done)
  }

  /**
   * Undoes scaling, logarithms, Box-Cox and differences in reverse order, for example on a frame of forecasts.
   *
   * Quantiles stay quantiles, except where differences have to be added up: quantiles of a sum do not follow from the
   * quantiles of its parts, so such columns (`q0.1`, `lower`, ...) are refused. A mean that passes through `log` or
   * `boxCox` becomes a median: the mean of the values is higher than the inverse of the mean of their logarithms.
   *
   * @param frame - a frame with the columns that name series and time
   * @param options - the columns to bring back, and their steps
   * @throws {GatecastError} `ERR_DATA` for series or times that the pipeline has not seen, and for quantiles whose
   * differences would be added up; `ERR_RANGE` for unknown options
   * @example
   * const sales = pipeline.inverse(forecast.toDataFrame(), { columns: ['mean', 'q0.1', 'q0.9'] })
   */
  inverse<Other extends Frame>(frame: Other, options: InvertOptions = {}): Other {
    return invertFrame(frame, options, this.#options, this.#steps, this.#table)
  }

  /**
   * The steps as plain data, for `JSON.stringify`. {@link pipelineFromJSON} reads the JSON.
   *
   * @throws {GatecastError} `ERR_TYPE` if an argument of a step is a function, which JSON cannot hold
   */
  toJSON(): PipelineState {
    const unsaved = this.#steps.find((done) => done.arguments.some((argument) => typeof argument === 'function'))
    if (unsaved)
      throw new GatecastError(
        'ERR_TYPE',
        `Expected only data in the steps of a pipeline to save, got a function in ${unsaved.step}(). Give it dates`,
      )
    return { kind: 'gatecast pipeline', version: 1, options: this.#options, steps: this.#steps }
  }
}
