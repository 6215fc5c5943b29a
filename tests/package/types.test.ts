// The declarations of the package, checked with those of all libraries that they import.

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { danfoManifest } from './page.ts'
import { Project, quickstart, root } from './project.ts'
import { fetched } from './runtimes.ts'

/** Uses every entry. A value of a wrong type would be an error, so no type may be `any` because it was not found. */
const program = `import { type Forecast, gru, type Panel, panelFromColumns } from 'gatecast'
  import { type DataFrame, type Pipeline, pipelineFromJSON, prepare } from 'gatecast/danfo'
  import { airPassengers } from 'gatecast/datasets'
  import { type Survey, Tables, type WriteColumn, writeTable } from 'gatecast/files'
  import { type JobEvent, logEvents, openLog, parseJob, queueStatus, runJob, work } from 'gatecast/jobs'
  import { type Inspection, inspect, type Summary, summary } from 'gatecast/inspect'
  import { cpuInfo, lstmForward, matmul } from 'gatecast/native'
  import { gru as gruOp, input, last, linear, Model, mse } from 'gatecast/nn'
  import { describeOnnx, type OnnxDescription, toOnnx } from 'gatecast/onnx'
  import { anomalies, type SequenceSet, sequenceClassifier, sequenceModel } from 'gatecast/sequences'

  type Found<T> = 0 extends 1 & T ? never : T

  export async function forecast(): Promise<Found<Forecast>> {
    const days = { day: ['2024-01-01', '2024-01-02'], sold: [3, 5] }
    const panel: Found<Panel> = panelFromColumns(days, { time: 'day', target: 'sold' })
    const model = gru({ horizon: 2, hiddenSize: 4 })
    await model.fit(panel, { epochs: 1, signal: AbortSignal.timeout(1000) })
    return model.predict(await airPassengers())
  }

  export function prepared(frame: DataFrame): Found<Panel> {
    const pipeline: Found<Pipeline> = prepare(frame, { time: 'day', target: 'sold' }).difference()
    return pipelineFromJSON(pipeline.toJSON()).apply(frame).toPanel()
  }

  export async function files(column: Found<WriteColumn>): Promise<number> {
    await writeTable('table.parquet', [column])
    await using tables = await Tables.open({ threads: 1 })
    const roles = { time: 'day', target: 'sold' }
    const survey: Found<Survey> = await tables.survey({ path: 'table.parquet' }, roles)
    return survey.rows.length + (await tables.readPanel({ path: 'table.parquet' }, roles)).ids.length
  }

  export async function jobs(text: string, events: Found<JobEvent>[]): Promise<number> {
    const log = await openLog({ level: 'warn' })
    const write = logEvents(log)
    const { summary } = await runJob(parseJob(text, 'job.yaml'), { onEvent: (event) => (events.push(event), write(event)) })
    await work('redis://localhost', { log })
    return (summary?.series ?? 0) + (await queueStatus()).workers
  }

  export async function kernels(a: Float32Array): Promise<Float32Array> {
    const sizes = { batch: 1, time: 1, inputSize: 1, hiddenSize: 1 }
    const { output } = await lstmForward({ x: a, weight_ih: a, weight_hh: a, bias_ih: a }, sizes)
    return cpuInfo().tier === 'baseline' ? output : matmul(a, a, { m: 1, n: 1, k: 1 })
  }

  export function network(): Model {
    const x = input(['batch', 'time', 1])
    const y = input(['batch', 2])
    const forecast = linear(last(gruOp(x, { hiddenSize: 16 }).output), 2)
    return new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y) })
  }

  export async function sequences(gestures: Found<SequenceSet>, lines: string[]): Promise<number> {
    const classifier = sequenceClassifier({ kind: 'gru', hiddenSize: 8 })
    await classifier.fit(gestures)
    const text = sequenceModel({ symbols: 'characters', kind: 'nGram' })
    await text.fit(lines)
    const detector = anomalies({ falseAlarms: 0.01 })
    await detector.fit([1, 2, 3])
    const reading = await detector.push(4)
    return reading.score + (await text.logProbability('a')).total + (await classifier.score(gestures)).accuracy
  }

  export function exported(model: Model): [Uint8Array, Found<OnnxDescription>] {
    return [toOnnx(model), describeOnnx(model)]
  }

  export async function insides(model: Model): Promise<Found<Inspection>> {
    const layers: Found<Summary> = summary(model)
    console.log(layers.weights)
    return inspect(model, { x: [[[1]]] })
  }`

const compilers = [5.4, 5.9, 7]
const resolutions = [
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
]

async function expectToCompile(project: Project, compiler: number, files: string[], options: object): Promise<void> {
  // TypeScript 5.4 knows no later target.
  const compilerOptions = { target: 'es2022', strict: true, noEmit: true, types: ['node'], ...options }
  await project.write({ 'tsconfig.json': JSON.stringify({ compilerOptions, files }) })
  const { stdout } = await project.run('node', join(await fetched(`typescript@${compiler}`), 'bin/tsc'))
  expect(stdout).toBe('')
}

/** Checks the programs and all declarations that they reach, with each way to find modules. */
async function expectToBeChecked(project: Project, compiler: number): Promise<void> {
  for (const resolution of resolutions)
    await expectToCompile(project, compiler, ['program.ts', 'quickstart.ts'], { skipLibCheck: false, ...resolution })
}

async function projectWith(manifest: object, ...packages: readonly string[]): Promise<Project> {
  const project = await Project.shared({ type: 'module', ...manifest })
  await project.install('@types/node@20', ...packages)
  await project.write({ 'program.ts': program, 'quickstart.ts': await quickstart() })
  return project
}

const isThere = (project: Project, name: string): boolean => existsSync(join(project.folder, 'node_modules', name))

it('the program uses every entry of the package', async () => {
  const { exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  // gatecast/wasm has the types of other entries.
  const typed = Object.keys(exports).filter((name) => exports[name].types && !name.startsWith('./wasm'))
  const imported = Array.from(program.matchAll(/ from 'gatecast(.*)'$/gm), ([, path]) => `.${path}`)
  expect(imported.toSorted()).toEqual(typed.toSorted())
})

describe('with all optional packages', () => {
  let project: Project
  beforeAll(async () => {
    project = await projectWith(await danfoManifest(), 'bullmq@6', 'ioredis@6', 'pg@8', '@types/pg@8')
    return () => project.remove()
  })

  it.each(compilers)('TypeScript %d checks a program and all libraries', async (compiler) => {
    for (const name of ['@duckdb/node-api', 'danfojs-node']) expect(isThere(project, name), name).toBe(true)
    await expectToBeChecked(project, compiler)
  })

  it.each(compilers)('TypeScript %d takes frames of danfojs-node, whose types need skipLibCheck', async (compiler) => {
    await project.write({
      'frames.ts': `import { DataFrame, readCSV } from 'danfojs-node'
        import { prepare } from 'gatecast/danfo'
        export const panel = prepare(await readCSV('sales.csv'), { time: 'date', target: 'sales' }).toPanel()
        new DataFrame(panel.toDataFrame().values as number[][]).print()`,
    })
    const check = (skipLibCheck: boolean) =>
      expectToCompile(project, compiler, ['frames.ts'], { skipLibCheck, ...resolutions[0] })
    await check(true)
    await expect(check(false)).rejects.toThrow(/^node_modules\/danfojs-node\//m)
  })
})

describe('without optional packages', () => {
  let project: Project
  beforeAll(async () => {
    project = await projectWith({}, '--omit=optional')
    return () => project.remove()
  })

  it.each(compilers)('TypeScript %d checks a program and all libraries', async (compiler) => {
    for (const name of ['@duckdb', 'danfojs-node', 'bullmq', 'ioredis', 'pg'])
      expect(isThere(project, name), name).toBe(false)
    await expectToBeChecked(project, compiler)
  })
})
