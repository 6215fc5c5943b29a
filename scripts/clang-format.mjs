// Checks the format of all C++ files in the checkout. With --write, it rewrites them.
// Only version 19 of clang-format is used, because other versions format some code differently.

import { spawnSync } from 'node:child_process'

const run = (command, args) => spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
const tool = ['clang-format-19', 'clang-format'].find((name) =>
  run(name, ['--version']).stdout?.includes('version 19.'),
)
if (!tool) {
  console.warn('No clang-format 19 found, so C++ is not checked. On Debian: apt-get install clang-format-19')
  process.exit(0)
}

const listed = run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.cpp', '*.h']).stdout
const files = listed.split('\0').filter(Boolean)
const mode = process.argv.includes('--write') ? ['-i'] : ['--dry-run', '--Werror']
const { status } = files.length > 0 ? run(tool, [...mode, ...files]) : { status: 0 }
if (status === 0) console.log(`${tool}: ${files.length} files`)
process.exit(status ?? 1)
