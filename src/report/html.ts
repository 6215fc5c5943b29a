/** A text that is HTML, so it is not escaped again. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Content = Html | string | number | false | null | undefined | readonly Content[]

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character])

/**
 * Makes HTML from a template. Contents are escaped unless they are `Html`, so that the id of a series can never become
 * markup.
 */
export function html(template: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(template.reduce((text, part, i) => text + render(contents[i - 1]) + part))
}

function render(content: Content): string {
  if (content instanceof Html) return content.text
  if (Array.isArray(content)) return content.map(render).join('')
  return content === false || content === null || content === undefined ? '' : escapeHtml(String(content))
}
