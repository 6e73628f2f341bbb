import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { isTyping } from './is-typing.js'

export const isHelpOpen = signal(false)

document.addEventListener('keydown', (event) => {
  if (event.key !== '?' || isTyping(event)) return
  event.preventDefault()
  isHelpOpen.value = true
})

const shortcuts = [
  ['/', 'to the query line'],
  ['j, k', 'next and previous row'],
  ['Enter', 'open the row'],
  ['Esc', 'close the panel, leave the field'],
  ['p', 'pause or go on with what is new'],
  ['?', 'this list'],
] as const

export const KeyboardHelp = (): JSX.Element => {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (isHelpOpen.value) dialog.current?.showModal()
    else dialog.current?.close()
  }, [isHelpOpen.value])
  return (
    <dialog ref={dialog} aria-labelledby="keyboard-title" onClose={() => (isHelpOpen.value = false)}>
      <h2 id="keyboard-title">Keyboard shortcuts</h2>
      <dl class="shortcuts">
        {shortcuts.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split(', ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  )
}
