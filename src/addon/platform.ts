/** The properties of a machine that decide which binary runs on it. */
export interface Machine {
  readonly platform: string
  readonly arch: string
  /** The C library that Node was built for; only on Linux. */
  readonly libc?: 'glibc' | 'musl'
}

export function thisMachine(): Machine {
  const { platform, arch } = process
  return platform === 'linux' ? { platform, arch, libc: libcOf(process.report) } : { platform, arch }
}

/** The name of the platform that a binary is built for: `linux-x64`, `linux-x64-musl`, `darwin-arm64`, ... */
export const platformName = ({ platform, arch, libc }: Machine): string =>
  `${platform}-${arch}${libc === 'musl' ? '-musl' : ''}`

interface Report {
  excludeNetwork?: boolean
  getReport(): unknown
}

/** Runtimes other than Node may have no report. They are built for glibc. */
function libcOf(report: Report | undefined): 'glibc' | 'musl' {
  if (!report) return 'glibc'
  // With network data, a report looks up the names of all open sockets, which can take seconds.
  const before = report.excludeNetwork
  report.excludeNetwork = true
  try {
    const { header } = report.getReport() as { header?: { glibcVersionRuntime?: string } }
    return header && header.glibcVersionRuntime === undefined ? 'musl' : 'glibc'
  } finally {
    report.excludeNetwork = before
  }
}
