import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application, type DeclarationReflection, type ProjectReflection, ReflectionKind } from 'typedoc'

/** The folder of the package. */
export const root = resolve(fileURLToPath(import.meta.url), '../../../..')

/**
 * The entries of the package, from the exports in package.json, each with its source file. Those of gatecast/wasm have
 * the names of others.
 */
export async function entries(): Promise<Map<string, string>> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const files = Object.entries<{ types?: string }>(manifest.exports).flatMap(([path, { types }]) =>
    types && !path.startsWith('./wasm')
      ? [[join(manifest.name, path), types.replace('./dist/types/', 'src/').replace(/\.d\.ts$/, '.ts')] as const]
      : [],
  )
  return new Map(files)
}

/** A public name, with the entry it is imported from. */
export interface PublicName {
  entry: string
  /** Path, below `src`, of the file that declares the name. */
  source: string
  declaration: DeclarationReflection
}

/**
 * Reads every public name from the sources. A name that several entries export is listed at the entry that declares it.
 *
 * @throws Error if the sources do not compile far enough for TypeDoc
 */
export async function readNames(): Promise<PublicName[]> {
  const files = await entries()
  const project = await convert([...files.values()].map((file) => resolve(root, file)))
  const entryOf = new Map([...files].map(([name, file]) => [dirname(file), name]))
  return (project.children ?? []).flatMap((module) => {
    const entry = entryOf.get(join('src', module.name === 'src' ? '' : module.name.replace(/^src\//, '')))
    if (!entry) throw new Error(`Expected a module of an entry of package.json, got ${module.name}.`)
    return (module.children ?? [])
      .filter((declaration) => declaration.kind !== ReflectionKind.Reference)
      .map((declaration) => ({ entry, source: sourceOf(declaration), declaration }))
  })
}

async function convert(entryPoints: string[]): Promise<ProjectReflection> {
  const app = await Application.bootstrap({
    entryPoints,
    tsconfig: join(root, 'tsconfig.json'),
    basePath: root,
    excludePrivate: true,
    excludeInternal: true,
    excludeProtected: true,
    excludeExternals: true,
    disableGit: true,
    sourceLinkTemplate: '{path}',
    // `npm run typecheck` does this with the compiler of the project.
    skipErrorChecking: true,
    logLevel: 'Error',
  })
  const project = await app.convert()
  if (!project || app.logger.hasErrors()) throw new Error('Expected TypeDoc to read the sources. See its errors above.')
  return project
}

const sourceOf = (declaration: DeclarationReflection): string => {
  const file = declaration.sources?.[0]?.fullFileName ?? ''
  return file.slice(join(root, 'src/').length)
}
