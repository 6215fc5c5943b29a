import { data, preparation } from './cases/danfo.ts'
import { tableFiles } from './cases/files.ts'
import { tryCases } from './harness/try_cases.ts'

tryCases('gatecast/danfo', preparation)
tryCases('gatecast/datasets', data)
tryCases('gatecast/files', tableFiles)
