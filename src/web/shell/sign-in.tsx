import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { loadCredential } from '../api/credential.js'
import { ProblemError } from '../api/problem.js'
import { signInNeeded, token } from '../api/request.js'

/** Asks for a token, which is kept in the page's memory alone. */
export const SignIn = (): JSX.Element => {
  const [error, setError] = useState<string | undefined>(undefined)
  const signIn = async (given: string): Promise<void> => {
    token.value = given
    try {
      await loadCredential()
      signInNeeded.value = false
    } catch (cause) {
      token.value = undefined
      setError(
        cause instanceof ProblemError && cause.problem.status === 401
          ? 'This token is not taken: it may be mistyped, revoked or of another server.'
          : String(cause),
      )
    }
  }
  return (
    <section class="sign-in" aria-labelledby="sign-in-title">
      <h1 id="sign-in-title">Sign in</h1>
      <p>
        This server asks for a token. Make one with <code>annals token create --name NAME --can read</code>. It is kept
        in this page's memory, and forgotten when the page is closed or loaded again.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const given = new FormData(event.currentTarget).get('token')
          if (typeof given === 'string' && given.trim() !== '') void signIn(given.trim())
        }}
      >
        <label for="token">Token</label>
        <input
          id="token"
          name="token"
          type="password"
          autocomplete="off"
          required
          aria-describedby={error === undefined ? undefined : 'sign-in-error'}
        />
        <button type="submit" class="primary">
          Sign in
        </button>
        {error !== undefined && (
          <p id="sign-in-error" role="alert">
            {error}
          </p>
        )}
      </form>
    </section>
  )
}
