import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'

/** Something that is made only once it is opened. */
export const Unfolding = ({
  summary,
  class: name,
  children,
}: {
  readonly summary: ComponentChildren
  readonly class: string
  readonly children: () => ComponentChildren
}): JSX.Element => {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class={name} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && children()}
    </details>
  )
}
