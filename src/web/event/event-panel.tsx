import type { JSX } from 'preact'

export const EventPanel = ({ id }: { readonly id: string }): JSX.Element => <aside aria-label="Event">{id}</aside>
