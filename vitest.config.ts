import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import type { Binding } from './src/addon/types.ts'

/** These run on every instruction-set tier of this machine. All other tests run once. */
const everyTier = [
  'tests/ops/**/*.test.ts',
  'tests/layers/**/*.test.ts',
  'tests/models/**/*.test.ts',
  'tests/kernels/**/*.test.ts',
]

/** These need Chromium: `npm run test:browser`. */
const inBrowser = 'tests/browser/**/*.test.ts'

/** These need Chromium and the WebAssembly build: `npm run test:wasm`. */
const withWasm = 'tests/wasm/**/*.test.ts'

/** These need a Redis and a PostgreSQL: `npm run test:queue`. */
const withServers = 'tests/queue/**/*.test.ts'

/**
 * These change nothing that another file could see, so the files of a worker share its modules. To load these again for
 * each file takes as long as a third of the tests.
 */
const together = [
  'tests/series',
  'tests/forecast',
  'tests/danfo',
  'tests/frames',
  'tests/sequences',
  'tests/report',
].map((folder) => `${folder}/**/*.test.ts`)

/** These test bf16, the only difference between the tiers amx and avx512. */
const withBf16 = ['tests/layers/**/*.test.ts', 'tests/models/precision.test.ts']

/** These install the packed tarball on other runtimes and machines: `npm run test:package`. */
const withPackage = 'tests/package/**/*.test.ts'

/** These run the scripts of the learning path, which use both processors: `npm run test:learn`. */
const learning = 'tests/learn/**/*.test.ts'

/** These measure times. They run one after another when all other tests are done. */
const timed = ['tests/e2e/process.test.ts', 'tests/e2e/startup.test.ts', 'tests/recipes/load.test.ts']

function project(name: string, env: Record<string, string>): TestProjectConfiguration {
  return {
    extends: true,
    test: {
      name,
      ...{ env, isolate: false },
      include: name === 'amx' ? withBf16 : everyTier,
      setupFiles: ['tests/setup/tier.ts', 'tests/setup/random_cases.ts'],
    },
  }
}

// On an emulated machine and in WebAssembly, the addon must choose its tier without GATECAST_ISA. GATECAST_TEST_TIER
// names the expected tier.
const picked = process.env.GATECAST_TEST_TIER
const projects = picked
  ? [project(picked, {})]
  : tiersHere().map((tier) => project(tier, { GATECAST_ISA: tier, GATECAST_TEST_TIER: tier }))

function tiersHere(): string[] {
  const binary = resolve(process.env.GATECAST_BINARY ?? 'build/Release/gatecast.node')
  return (createRequire(import.meta.url)(binary) as Binding).cpuInfo().tiers
}

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    // A process loads the addon once and keeps its tier, so tests of different tiers need different processes.
    pool: 'forks',
    testTimeout: 60_000,
    // By default, vitest leaves one processor free: of two it would use one.
    maxWorkers: '100%',
    projects: [
      ...projects,
      {
        extends: true,
        test: {
          name: 'once',
          include: ['tests/**/*.test.ts'],
          exclude: [...everyTier, ...together, ...timed, inBrowser, withWasm, withServers, withPackage, learning],
          setupFiles: ['tests/setup/random_cases.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'together', include: together, isolate: false, setupFiles: ['tests/setup/random_cases.ts'] },
      },
      { extends: true, test: { name: 'timed', include: timed, maxWorkers: 1, sequence: { groupOrder: 1 } } },
      { extends: true, test: { name: 'with-browser', include: [inBrowser] } },
      { extends: true, test: { name: 'with-wasm', include: [withWasm], testTimeout: 180_000, hookTimeout: 60_000 } },
      { extends: true, test: { name: 'with-learn', include: [learning], maxWorkers: 1, testTimeout: 180_000 } },
      { extends: true, test: { name: 'with-servers', include: [withServers] } },
      {
        extends: true,
        test: {
          name: 'with-package',
          include: [withPackage],
          globalSetup: 'tests/package/setup.ts',
          // The time of an installation is measured, so nothing else runs meanwhile.
          ...{ fileParallelism: false, testTimeout: 300_000, hookTimeout: 300_000 },
        },
      },
    ],
  },
})
