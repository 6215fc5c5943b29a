import type { Spec, WindowInput } from '../../addon/index.ts'
import type { OnnxColumn, OnnxInput } from '../description.ts'
import type { Graph, Name } from '../graph/graph.ts'
import { Numbers } from '../graph/numbers.ts'
import { type Parts, rowsOf } from './parts.ts'
import { type TableColumn, tableColumns } from './table_columns.ts'
import type { TargetRows } from './target_rows.ts'
import type { Scale } from './window_scale.ts'

/** Fills the inputs of a network: the target from its history, covariates from inputs of the ONNX model. */
export class WindowFeeds {
  /** The inputs that were added. */
  readonly inputs: OnnxInput[] = []
  readonly #graph: Graph
  readonly #parts: Parts
  readonly #target: TargetRows
  readonly #scale: Scale
  readonly #columns: Map<string, TableColumn>
  /** Whether the network converts its outputs to units of the target, in float32. */
  readonly #converts: boolean

  constructor(graph: Graph, parts: Parts, target: TargetRows, scale: Scale) {
    this.#graph = graph
    this.#parts = parts
    this.#target = target
    this.#scale = scale
    this.#columns = tableColumns(parts.fitted)
    this.#converts = Object.values(parts.fitted.sources).some(({ kind }) => kind === 'location')
  }

  /** The value of an input of the network. */
  feed(name: string, spec: Spec): Name {
    const source = this.#parts.fitted.sources[name]
    if (source.kind === 'location' || source.kind === 'scale') return this.#ofScale(source.kind)
    if (source.kind === 'mask') return this.#withRank(this.#target.mask(source), spec)
    if (source.kind !== 'values' && source.kind !== 'static')
      throw new Error(`Expected values, a mask or a scale for ${name}, got ${source.kind}`)
    const columns = source.columns.map((column) => this.#columns.get(column))
    if (columns[0] === undefined && source.kind === 'values')
      return this.#withRank(this.#target.values(source, source.scaled[0]), spec)
    return spec.type === 'int32'
      ? this.#codes(name, spec, source, columns as TableColumn[])
      : this.#numbers(name, spec, source, columns as TableColumn[])
  }

  /** Outputs are converted in double precision behind the network, so it gets location 0 and scale 1. */
  #ofScale(kind: 'location' | 'scale'): Name {
    const graph = this.#graph
    if (!this.#converts) return graph.cast(this.#scale[kind], 'float')
    const size = graph.op('Shape', [this.#scale.scale])
    return graph.op('Expand', [graph.floats([kind === 'scale' ? 1 : 0], [1, 1]), size])
  }

  #withRank(value: Name, { shape }: Spec): Name {
    return shape.length === 3 ? this.#graph.op('Unsqueeze', [value, this.#graph.ints([2])]) : value
  }

  #codes(name: string, spec: Spec, source: WindowInput, [{ raw }]: readonly TableColumn[]): Name {
    this.#graph.input(name, 'int32', spec.shape)
    this.#describe(name, 'int32', spec.shape, source, [raw])
    return name
  }

  /** Standardises numbers, in double precision: a level far from 0 would hide changes. */
  #numbers(name: string, spec: Spec, source: WindowInput, columns: readonly TableColumn[]): Name {
    const graph = this.#graph
    const keys = columns.map(({ raw }) => JSON.stringify(raw))
    const raws = [...new Set(keys)]
    const shape = [...spec.shape.slice(0, -1), raws.length]
    graph.input(name, 'double', shape)
    this.#describe(
      name,
      'float64',
      shape,
      source,
      raws.map((raw) => JSON.parse(raw)),
    )
    const n = new Numbers(graph)
    const places = graph.ints(keys.map((key) => raws.indexOf(key)))
    const read = graph.op('Gather', [name, places], { axis: shape.length - 1 })
    const isMissing = graph.op('IsNaN', [read])
    // A row before the first one of a series is infinite. It is no missing value, so nothing marks it.
    const isEmpty = graph.op('Or', [isMissing, graph.op('IsInf', [read])])
    const differences = n.subtract(read, graph.doubles(columns.map(({ mean }) => mean)))
    const inDeviations = n.divide(differences, graph.doubles(columns.map(({ deviation }) => deviation)))
    const scaled = n.where(isEmpty, 0, inDeviations)
    const coded = columns.some(({ isGap }) => isGap) ? this.#withGaps(n, columns, isMissing, scaled) : scaled
    return graph.cast(coded, 'float')
  }

  #withGaps(n: Numbers, columns: readonly TableColumn[], isMissing: Name, scaled: Name): Name {
    const isGap = n.isLess(0, this.#graph.doubles(columns.map(({ isGap }) => (isGap ? 1 : 0))))
    return n.where(isGap, this.#graph.cast(isMissing, 'double'), scaled)
  }

  #describe(
    name: string,
    type: OnnxInput['type'],
    shape: OnnxInput['shape'],
    source: WindowInput,
    columns: readonly OnnxColumn[],
  ): void {
    const { isRecursive, fitted } = this.#parts
    const rows = rowsOf(source)
    // The input of a step-by-step network has one row for each step.
    const own =
      rows && isRecursive ? ([rows[0] + fitted.design.context, rows[0] + fitted.design.context + 1] as const) : rows
    this.inputs.push({ name, type, shape, ...(own ? { rows: own } : {}), columns })
  }
}
