import type { JSX } from 'preact'
import type { Outcome } from '../../domain/event.js'

/** How it ended, in words and with a mark of its own shape. */
export const OutcomeMark = ({ outcome }: { readonly outcome: Outcome }): JSX.Element => (
  <span class={`outcome ${outcome.status}`}>{outcome.status === 'failure' ? '✕ failure' : '✓ success'}</span>
)
