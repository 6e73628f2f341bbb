/** Whether a key is meant for a field, or for the browser, rather than for a shortcut. */
export const isTyping = (event: KeyboardEvent): boolean => {
  const target = event.target as HTMLElement
  return (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    target.isContentEditable ||
    target.closest('input, textarea, select, dialog') !== null
  )
}
