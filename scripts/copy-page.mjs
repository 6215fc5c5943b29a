// The scripts and styles of the report's page are no modules of the library: they go to dist as they are.
import { cpSync } from 'node:fs'

const isAsset = (path) => /page$|\.(mjs|css)$/.test(path)
cpSync('src/report/page', 'dist/report/page', { recursive: true, filter: isAsset })
