import { kernels } from './cases/native.ts'
import { networks } from './cases/nn.ts'
import { tryCases } from './harness/try_cases.ts'

tryCases('gatecast/nn', networks)
tryCases('gatecast/native', kernels)
