import { type Component, defineComponent, h, onMounted, shallowRef } from 'vue'

/**
 * A figure with controls. The page of the server, and a browser without JavaScript, show what is in its tag: a picture.
 * The controls and their numbers load after that.
 */
export const figureOf = (load: () => Promise<Component>): Component =>
  defineComponent({
    inheritAttrs: false,
    setup(_, { attrs, slots }) {
      const loaded = shallowRef<Component>()
      onMounted(async () => {
        loaded.value = await load()
      })
      return () =>
        loaded.value
          ? h('div', { class: 'learn-figure' }, h(loaded.value, attrs))
          : h('div', { class: 'learn-picture' }, slots.default?.())
    },
  })
