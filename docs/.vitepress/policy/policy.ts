// The content security policy of each page. A host need not send it, so it stands in the page. `frame-ancestors` is
// missing, because browsers obey it in a header only.

import { createHash } from 'node:crypto'

/** Styles that VitePress writes into each page and that the page does not need: theme/style.css has what matters. */
const needless = / style="(position:relative;|--vp-vh:0px;|)"/g

/**
 * A page with its policy: it loads from its own host only, and runs only the inline scripts that it has here, by their
 * hashes.
 *
 * @throws {Error} for a style attribute, which the policy would block
 */
export function withPolicy(page: string, file: string): string {
  const text = page.replaceAll(needless, '')
  const blocked = /<[^>]* style="[^>]*>/.exec(text)?.[0]
  if (blocked) throw new Error(`Expected no style attribute in ${file}, got ${blocked}. Use a class of theme/style.css`)
  const scripts = [...text.matchAll(/<script(?![^>]* src=)[^>]*>(.*?)<\/script>/gs)].map(([, code]) => hash(code))
  const policy = [
    "default-src 'self'",
    `script-src 'self' ${[...new Set(scripts)].join(' ')}`,
    // The icons of the theme are pictures within its style sheet.
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const charset = '<meta charset="utf-8">'
  if (!text.includes(charset)) throw new Error(`Expected ${charset} in ${file}, before which no policy may stand`)
  return text.replace(charset, `${charset}\n    <meta http-equiv="Content-Security-Policy" content="${policy}">`)
}

const hash = (code: string): string => `'sha256-${createHash('sha256').update(code).digest('base64')}'`
