import { detectors, learners, looking, readers, symbolModels } from './cases/sequences.ts'
import { tryCases } from './harness/try_cases.ts'

tryCases('gatecast/sequences', { ...learners, ...symbolModels, ...detectors, ...readers })
tryCases('gatecast/inspect', looking)
