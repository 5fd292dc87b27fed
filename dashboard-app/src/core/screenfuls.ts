import { onMounted, shallowRef, watch } from 'vue'
import { afterPaint } from './after-paint'

/** How many of a long list's rows are drawn: a screenful at once, the others picture by picture, so that none keeps the first waiting. */
export function useScreenfuls(length: () => number, screenful: number) {
  const count = shallowRef(screenful)
  let isGrowing = false
  async function grow() {
    if (isGrowing) return
    isGrowing = true
    while (count.value < length()) {
      await afterPaint()
      count.value += 2 * screenful
    }
    isGrowing = false
  }
  onMounted(grow)
  watch(length, grow)
  return count
}
