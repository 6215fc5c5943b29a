import { checkFields, type FieldsOf } from '../../base/options/fields.ts'
import { leastRows } from '../backtest/enough_rows.ts'
import { horizonField } from '../check.ts'
import type { Forecaster, Learns } from '../forecaster.ts'
import type { ForecasterKind, KindOf, Uses } from '../kind.ts'
import { seasonsField } from '../season/season.ts'
import { supportFields } from '../support.ts'
import { type LocalConfig, LocalForecaster, type LocalOptions } from './local_forecaster.ts'
import type { LocalMethodName } from './methods/index.ts'

/** Options of every local kind. */
export const localFields: FieldsOf<LocalOptions> = {
  horizon: horizonField,
  season: seasonsField,
  ...supportFields,
}

/** Local methods see the target alone, and their errors are normal around the mean. */
export const localUses: Uses = {
  known: false,
  observed: false,
  static: false,
  missing: 'filled',
  panelStreams: false,
  quantiles: 'normal',
}

type LocalKind<Options> = Pick<ForecasterKind, 'summary' | 'cost'> &
  Partial<Pick<ForecasterKind, 'auto' | 'against' | 'quick' | 'uses'>> & {
    readonly name: LocalMethodName
    readonly learns: Learns
    readonly options: FieldsOf<Options>
    /** @throws {GatecastError} for options that do not fit each other */
    readonly check?: (options: Options) => void
  }

/** A kind whose forecasters run the local method of the same name. */
export function localKind<Options extends LocalOptions>(given: LocalKind<Options>): KindOf<Options, LocalForecaster> {
  const { name, learns, options: fields, check, ...rest } = given
  const make = (options: object): LocalForecaster => {
    checkFields(name, fields, options)
    check?.(options as Options)
    return new LocalForecaster(name, options as LocalConfig, learns)
  }
  return {
    auto: [],
    uses: localUses,
    needs: () => leastRows,
    ...rest,
    name,
    options: fields,
    learns: () => learns,
    make,
    fromState: ({ config }): Forecaster => make(config as object),
  }
}
