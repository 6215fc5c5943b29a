import { isThere, run } from './run.ts'
import type { Target } from './targets.ts'

/**
 * Builds the files that changed since the last build, two at a time.
 *
 * @returns the path of the binary
 */
export function build(root: string, zig: string, target: Target): string {
  const folder = `${root}/build-zig/${target.name}`
  run('cmake', [
    ...['-S', root, '-B', folder, '-G', isThere('ninja') ? 'Ninja' : 'Unix Makefiles'],
    `-DCMAKE_TOOLCHAIN_FILE=${root}/cmake/zig.cmake`,
    `-DZIG=${zig}`,
    `-DZIG_TARGET=${target.zig}`,
  ])
  run('cmake', ['--build', folder, '--target', 'gatecast_addon', '--parallel', '2'])
  return `${folder}/gatecast.node`
}
