import { isThere, run } from './run.ts'

/** A target: the name of its folder, its name in zig's notation, and the name of the file. */
export interface Build {
  readonly name: string
  readonly zig: string
  readonly file?: string
}

/**
 * Builds the files that changed since the last build, two at a time.
 *
 * @param cache - the folder in which the compiler keeps what it has built; default one of the user
 * @returns the path of the binary
 */
export function build(root: string, zig: string, target: Build, cache?: string): string {
  const env = cache ? { ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache } : {}
  const folder = `${root}/build-zig/${target.name}`
  const settings = [
    ...['-S', root, '-B', folder, '-G', isThere('ninja') ? 'Ninja' : 'Unix Makefiles'],
    `-DCMAKE_TOOLCHAIN_FILE=${root}/cmake/zig.cmake`,
    `-DZIG=${zig}`,
    `-DZIG_TARGET=${target.zig}`,
  ]
  run('cmake', settings, env)
  run('cmake', ['--build', folder, '--target', 'gatecast_addon', '--parallel', '2'], env)
  return `${folder}/${target.file ?? 'gatecast.node'}`
}
