import { readdirSync } from 'node:fs'

/** A part of the run: a command whose output and exit status tell what went wrong. */
export interface Step {
  readonly name: string
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Paths of git, whose files decide the result. */
  readonly code: readonly string[]
}

/** The core and its tests, which need no Node. */
const core = [
  'native',
  'cmake',
  'CMakeLists.txt',
  'tests/native',
  'tests/fuzz',
  'scripts/sanitized.sh',
  'scripts/fuzz.sh',
]
/** The library and its tests, without words about it. */
const library = ['.', ':!docs', ':!examples', ':!bench', ':!*.md', ':!scripts/reliability']

const vitest = (...tests: string[]) => ['npx', 'vitest', 'run', '--project', 'once', ...tests]
const script = (path: string, ...args: string[]) => ['node', 'scripts/run-ts.mjs', path, ...args]
const npm = (name: string, ...args: string[]) => ['npm', 'run', '--silent', name, '--', ...args]

/** Tests of the addon that run under a sanitizer, as names of steps and arguments of vitest. */
const suites = {
  'native tests': ['none'],
  ops: ['only', 'tests/ops'],
  layers: ['only', 'tests/layers'],
  models: ['only', 'tests/models'],
  kernels: ['only', 'tests/kernels'],
  'streams of panels': ['only', 'tests/forecast/network/stream'],
  'worker threads': ['only', 'tests/reliability/lifetime'],
}

/**
 * All steps, quick ones first.
 *
 * @param minutes - of each fuzz target; 10 is a full run, and less makes the other random steps smaller too
 */
export function stepsFor(minutes: number): Step[] {
  const share = Math.min(1, minutes / 10)
  const of = (full: number, least: number) => `${Math.max(least, Math.round(share * full))}`
  return [
    {
      name: 'changed arguments of every public function',
      ...{ command: vitest('tests/calls'), code: library },
      env: { GATECAST_CALLS: of(5, 1) },
    },
    {
      name: 'hostile files',
      ...{ command: vitest('tests/attacks'), code: library },
      env: { GATECAST_MUTATIONS: of(2000, 200) },
    },
    { name: 'faults of the disk', command: vitest('tests/disk'), code: library },
    {
      name: 'jobs killed in the middle',
      ...{ command: vitest('tests/jobs/killed.test.ts'), code: library },
      env: { GATECAST_ROUNDS: of(10, 2) },
    },
    {
      name: 'ends, signals and repeated work',
      ...{ command: vitest('tests/reliability'), code: library },
      env: { GATECAST_ROUNDS: of(100_000, 2000) },
    },
    { name: 'holds of the JS thread', command: script('tests/reliability/js_thread/run.ts'), code: library },
    {
      name: 'aborts at random moments',
      ...{ command: script('tests/reliability/aborts/run.ts', of(500, 50)), code: library },
    },
    ...Object.entries(suites).map(([name, tests]) => ({
      name: `address sanitizer: ${name}`,
      ...{ command: npm('test:asan', ...tests), code: tests[0] === 'none' ? core : library },
    })),
    {
      name: 'address sanitizer of clang: native tests',
      ...{ command: npm('test:asan', 'none'), code: core },
      env: { CC: 'clang-19', CXX: 'clang++-19' },
    },
    ...Object.entries(suites).map(([name, tests]) => ({
      name: `thread sanitizer: ${name}`,
      ...{ command: npm('test:tsan', ...tests), code: tests[0] === 'none' ? core : library },
    })),
    ...readdirSync('tests/fuzz/corpus').map((target) => ({
      name: `fuzzing: ${target}`,
      ...{ command: npm('fuzz', target, `${minutes}`), code: core },
    })),
  ]
}
