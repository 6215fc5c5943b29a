import { looking } from './cases/inspect.ts'
import { writing } from './cases/onnx.ts'
import { readers } from './cases/readers.ts'
import { detectors, learners, symbolModels } from './cases/sequences.ts'
import { tryCases } from './harness/try_cases.ts'

tryCases('gatecast/sequences', { ...learners, ...symbolModels, ...detectors, ...readers })
tryCases('gatecast/inspect', looking)
tryCases('gatecast/onnx', writing)
