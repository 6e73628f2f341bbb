import type { JSX } from 'preact'

export const OperationsPage = (): JSX.Element => <h1>Operations</h1>
