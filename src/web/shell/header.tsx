import type { JSX } from 'preact'
import { credential, signOut } from '../api/credential.js'
import { token } from '../api/request.js'
import { ActorName } from '../parts/names.js'
import { hrefOf, route } from '../routing/route.js'
import type { Route } from '../routing/route.js'
import { theme, zone } from '../settings.js'
import type { Theme } from '../settings.js'
import { isHelpOpen } from './keyboard-help.js'

const pages: readonly { readonly to: Exclude<Route, { _tag: 'NotFound' }>; readonly name: string }[] = [
  { to: { _tag: 'Feed' }, name: 'Feed' },
  { to: { _tag: 'Statistics' }, name: 'Statistics' },
  { to: { _tag: 'Operations' }, name: 'Operations' },
]

const nextTheme: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' }

export const Header = (): JSX.Element => (
  <header class="header">
    <a class="brand" href={hrefOf({ _tag: 'Feed' })}>
      <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
        <rect width="32" height="32" rx="7" class="brand-mark" />
        <path d="M8 9h16M8 16h11M8 23h6" class="brand-lines" />
        <circle cx="23" cy="22" r="3" class="brand-dot" />
      </svg>
      Annals
    </a>
    <nav aria-label="Pages">
      <ul>
        {pages.map(({ to, name }) => (
          <li key={name}>
            <a href={hrefOf(to)} aria-current={route.value._tag === to._tag ? 'page' : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
    <div class="settings">
      {credential.value?.actor !== undefined && (
        <span class="who">
          <span class="visually-hidden">You are </span>
          <ActorName actor={credential.value.actor} />
        </span>
      )}
      {token.value !== undefined && (
        <button type="button" class="quiet" onClick={signOut}>
          Sign out
        </button>
      )}
      <button
        type="button"
        class="quiet"
        title="Times in this browser's zone, or in UTC"
        onClick={() => (zone.value = zone.value === 'utc' ? 'local' : 'utc')}
      >
        <span class="visually-hidden">Times: </span>
        {zone.value === 'utc' ? 'UTC' : 'Local'}
      </button>
      <button type="button" class="quiet" onClick={() => (theme.value = nextTheme[theme.value])}>
        <span class="visually-hidden">Theme: </span>
        {{ system: 'Auto', light: 'Light', dark: 'Dark' }[theme.value]}
      </button>
      <button type="button" class="quiet" aria-label="Keyboard shortcuts" onClick={() => (isHelpOpen.value = true)}>
        ?
      </button>
    </div>
  </header>
)
