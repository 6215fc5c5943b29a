// What the compiler does not do for jobs and the command: the JSON Schema of job files, for editors, and the right to run.
import { chmodSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { draftSchema } from '../dist/jobs/job.js'

const schema = { title: 'A job of gatecast', ...z.toJSONSchema(draftSchema, { io: 'input' }) }
writeFileSync('dist/jobs/job.schema.json', `${JSON.stringify(schema, null, 1)}\n`)
chmodSync('dist/cli/main.js', 0o755)
