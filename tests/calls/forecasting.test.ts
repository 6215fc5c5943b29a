import { forecasting } from './cases/forecasting.ts'
import { series } from './cases/series.ts'
import { tryCases } from './harness/try_cases.ts'

tryCases('gatecast', { ...series, ...forecasting })
