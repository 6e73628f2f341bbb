import { useEffect } from 'preact/hooks'
import type { JSX } from 'preact'
import { signInNeeded } from './api/request.js'
import { EventPanel } from './event/event-panel.js'
import { FeedPage } from './feed/feed-page.js'
import { OperationsPage } from './operations/operations-page.js'
import { Empty } from './parts/notice.js'
import { RecordPage } from './record/record-page.js'
import { followLinks, hrefOf, route, search } from './routing/route.js'
import type { Route } from './routing/route.js'
import { Header } from './shell/header.js'
import { KeyboardHelp } from './shell/keyboard-help.js'
import { SignIn } from './shell/sign-in.js'
import { StatisticsPage } from './statistics/statistics-page.js'
import { TransactionPage } from './transaction/transaction-page.js'

export const App = (): JSX.Element => {
  useEffect(() => {
    document.addEventListener('click', followLinks)
    return () => document.removeEventListener('click', followLinks)
  }, [])
  const eventId = search.value.get('event')
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header />
      <div class={eventId === null ? 'stage' : 'stage with-panel'}>
        <main id="main" tabIndex={-1}>
          {signInNeeded.value ? <SignIn /> : <PageOf route={route.value} />}
        </main>
        {eventId !== null && !signInNeeded.value && <EventPanel id={eventId} />}
      </div>
      <KeyboardHelp />
    </>
  )
}

const PageOf = ({ route: at }: { readonly route: Route }): JSX.Element => {
  switch (at._tag) {
    case 'Feed':
      return <FeedPage />
    case 'Record':
      return <RecordPage key={`${at.type}/${at.id}`} type={at.type} id={at.id} />
    case 'Transaction':
      return <TransactionPage key={at.id} id={at.id} />
    case 'Statistics':
      return <StatisticsPage />
    case 'Operations':
      return <OperationsPage />
    case 'NotFound':
      return (
        <Empty title="There is no such page">
          <a href={hrefOf({ _tag: 'Feed' })}>Back to the feed</a>
        </Empty>
      )
  }
}
