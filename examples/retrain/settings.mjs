// The data, the horizon and the model. Adapt this file to yours.

import { gru } from 'gatecast'

const { SOURCE = 'sales.csv', REGISTRY = 'models', NAME = 'sales', FORECASTS = 'good' } = process.env

/** A file, a glob, or an address such as `s3://bucket/sales/*.parquet`. */
export const source = SOURCE

export const columns = { series: 'store', time: 'date', target: 'sales', frequency: 'd' }

export const registry = REGISTRY
export const name = NAME

/** The folder of the tables that the nightly job has kept, for drift.mjs. */
export const forecasts = FORECASTS

export const horizon = 7

/** A new model that is not trained yet. */
export const newModel = () => gru({ horizon, hiddenSize: 32, context: 28 })

/** The number of tests of a comparison, each of a whole horizon, if there are enough rows. */
export const mostWindows = 4

/** The share by which a new model may be worse: it has read newer rows. */
export const tolerance = 0.01
