// Writes where the package comes from into what npm shows: homepage, repository and bugs in package.json, and full
// addresses in the links of the README. The repository itself keeps neither, so that a fork publishes its own.
//
//   node scripts/release/addresses.mjs https://host/owner/name v1.2.3
import { readFileSync, writeFileSync } from 'node:fs'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'

/** A manifest with the addresses of a repository. */
export const manifestAt = (manifest, repository) => ({
  ...manifest,
  homepage: `${repository}#readme`,
  repository: { type: 'git', url: `git+${repository}.git` },
  bugs: { url: `${repository}/issues` },
})

/** A page whose relative links lead to the files of a version in a repository. Pictures have to be raw files. */
export const pageAt = (text, repository, version) =>
  text.replaceAll(/(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\((?!https?:|#)([^)]+)\)/g, (_, picture, label, path) => {
    return `${picture}[${label}](${repository}/${picture ? 'raw' : 'blob'}/${version}/${path})`
  })

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [repository, version] = argv.slice(2)
  if (!/^https:\/\/[^/]+\/[^/]+\/[^/]+$/.test(repository ?? '') || !version)
    throw new Error(`Expected the address of a repository and a version, got ${argv.slice(2).join(' ') || 'nothing'}`)
  const rewrite = (name, change) => {
    const path = new URL(`../../${name}`, import.meta.url)
    writeFileSync(path, change(readFileSync(path, 'utf8')))
  }
  rewrite('package.json', (text) => `${JSON.stringify(manifestAt(JSON.parse(text), repository), null, 2)}\n`)
  rewrite('README.md', (text) => pageAt(text, repository, version))
}
