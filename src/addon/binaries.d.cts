/** Loads the addon that the package holds for a platform, by the name of the platform. */
declare const binaries: Readonly<Record<string, () => unknown>>
export = binaries
