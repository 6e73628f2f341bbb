import type { JSX } from 'preact'

export const FeedPage = (): JSX.Element => <h1>Feed</h1>
