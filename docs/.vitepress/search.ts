import type { DefaultTheme, MarkdownEnv } from 'vitepress'

const headingOfMember = /<h3([^>]*)>(.*?)<a class="header-anchor".*?<\/a><\/h3>/gs

/**
 * The search of the site. A page is found by its sections. In the reference, a section is a public name: its members are
 * found with it, as hundreds of members would hide the guides, which newcomers look for.
 */
export const search: { provider: 'local'; options: DefaultTheme.LocalSearchOptions } = {
  provider: 'local',
  options: {
    // VitePress leaves this function out of the pages, whose policy would refuse code from texts.
    _render(source, env: MarkdownEnv, markdown) {
      const html = markdown.render(source, env)
      if (env.frontmatter?.search === false) return ''
      return env.relativePath.startsWith('api/') ? html.replace(headingOfMember, '<p>$2</p>') : html
    },
    // A word that is meant counts more than words that only begin like it, or are spelled almost like it.
    miniSearch: { searchOptions: { weights: { fuzzy: 0.1, prefix: 0.2 } } },
  },
}
