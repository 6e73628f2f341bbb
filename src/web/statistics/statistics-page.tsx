import type { JSX } from 'preact'

export const StatisticsPage = (): JSX.Element => <h1>Statistics</h1>
