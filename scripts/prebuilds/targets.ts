/** A platform that the package has a binary for. Its name is the name of its folder in `prebuilds`. */
export interface Target {
  readonly name: string
  /** The target in zig's notation: processor, system, C library, and the oldest version of glibc or macOS. */
  readonly zig: string
  readonly format: 'elf' | 'mach-o' | 'pe'
  readonly architecture: 'x64' | 'arm64'
  /** The libraries that a binary for this target may need, because every such system has them. */
  readonly libraries: RegExp
  /**
   * The newest glibc version that the binary may need. `[2, 28]` is that of RHEL 8 and Debian 10, the oldest systems
   * that Node 20 runs on.
   */
  readonly glibc?: readonly [number, number]
}

const gnu = { format: 'elf', libraries: /^(lib(c|m|pthread|dl)\.so\.\d+|ld-linux-(x86-64|aarch64)\.so\.\d)$/ } as const
// musl provides these libraries itself, whatever the path of its file.
const musl = { format: 'elf', libraries: /^lib(c|m|pthread|dl)\.so$/ } as const
const macos = { format: 'mach-o', libraries: /^\/usr\/lib\/libSystem\.B\.dylib$/ } as const
const windows = {
  format: 'pe',
  libraries: /^(kernel32|ntdll|ucrtbase|api-ms-win-(crt|core)-[a-z0-9-]+)\.dll$/i,
} as const

export const targets: readonly Target[] = [
  { name: 'linux-x64', zig: 'x86_64-linux-gnu.2.28', architecture: 'x64', glibc: [2, 28], ...gnu },
  { name: 'linux-arm64', zig: 'aarch64-linux-gnu.2.28', architecture: 'arm64', glibc: [2, 28], ...gnu },
  { name: 'linux-x64-musl', zig: 'x86_64-linux-musl', architecture: 'x64', ...musl },
  { name: 'linux-arm64-musl', zig: 'aarch64-linux-musl', architecture: 'arm64', ...musl },
  { name: 'darwin-x64', zig: 'x86_64-macos.11.0', architecture: 'x64', ...macos },
  { name: 'darwin-arm64', zig: 'aarch64-macos.11.0', architecture: 'arm64', ...macos },
  { name: 'win32-x64', zig: 'x86_64-windows-gnu', architecture: 'x64', ...windows },
  { name: 'win32-arm64', zig: 'aarch64-windows-gnu', architecture: 'arm64', ...windows },
]

/** The targets with these names; without names, all targets. */
export function targetsNamed(names: readonly string[]): readonly Target[] {
  const unknown = names.filter((name) => !targets.some((target) => target.name === name))
  if (unknown.length > 0) {
    throw new Error(`Expected some of ${targets.map(({ name }) => name).join(', ')}, got ${unknown.join(', ')}`)
  }
  return names.length === 0 ? targets : targets.filter(({ name }) => names.includes(name))
}
