import { jobFiles } from './cases/jobs.ts'
import { tryCases } from './harness/try_cases.ts'

tryCases('gatecast/jobs', jobFiles)
