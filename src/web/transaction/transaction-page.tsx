import type { JSX } from 'preact'

export const TransactionPage = ({ id }: { readonly id: string }): JSX.Element => <h1>Transaction {id}</h1>
