import { readdirSync } from 'node:fs'

/** A part of the run: a command whose output and exit status tell what went wrong. */
export interface Step {
  readonly name: string
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const vitest = (...tests: string[]) => ['npx', 'vitest', 'run', '--project', 'once', ...tests]

/** All steps, quick ones first. */
export const stepsFor = (minutes: number): Step[] => [
  {
    name: 'changed arguments of every public function',
    command: vitest('tests/calls'),
    env: { GATECAST_CALLS: '5' },
  },
  { name: 'hostile files', command: vitest('tests/attacks'), env: { GATECAST_MUTATIONS: '2000' } },
  { name: 'faults of the disk', command: vitest('tests/disk') },
  { name: 'jobs killed in the middle', command: ['npm', 'run', '--silent', 'test:killed'] },
  { name: 'ends, signals and repeated work', command: vitest('tests/reliability'), env: { GATECAST_ROUNDS: '100000' } },
  { name: 'holds of the JS thread', command: ['node', 'scripts/run-ts.mjs', 'tests/reliability/js_thread/run.ts'] },
  { name: 'aborts at random moments', command: ['node', 'scripts/run-ts.mjs', 'tests/reliability/aborts/run.ts'] },
  { name: 'address, undefined and leak sanitizers', command: ['npm', 'run', '--silent', 'test:asan'] },
  { name: 'thread sanitizer', command: ['npm', 'run', '--silent', 'test:tsan'] },
  ...readdirSync('tests/fuzz/corpus').map((target) => ({
    name: `fuzzing of ${target}`,
    command: ['npm', 'run', '--silent', 'fuzz', '--', target, String(minutes)],
  })),
]
