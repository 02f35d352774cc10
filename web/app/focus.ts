/** Where the keyboard's focus goes when what had it is gone: to the main part, not to the top of the page. */

export function focusMain(): void {
  const main = document.getElementById('main')
  main?.setAttribute('tabindex', '-1')
  main?.focus()
}

/** To be called after something that may have had the focus has left the page. */
export function keepFocus(): void {
  if (document.activeElement === null || document.activeElement === document.body) focusMain()
}
