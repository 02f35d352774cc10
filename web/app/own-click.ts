/**
 * A press that acts before its click: what it has changed may stand under the finger by then, and the click would press that,
 * unasked. Phones make the click some time after the finger has gone, and look for what is there at that moment.
 */

/** To be called while the press begins: the click that it ends with presses nothing, wherever it lands. */
export function takeOwnClick(): void {
  const press = new AbortController()
  const { signal } = press
  const take = (event: MouseEvent) => {
    if (event.detail === 0) return // a key's, or assistive technology's
    event.preventDefault()
    event.stopPropagation()
    press.abort()
  }
  addEventListener('click', take, { signal, capture: true })
  addEventListener('pointerdown', () => press.abort(), { signal, capture: true })
}
