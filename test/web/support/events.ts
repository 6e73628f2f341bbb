import type { Served } from '../../cli/support/run-annals.js'

/** Sends events and waits until they can be read. Throws where one is refused. */
export const record = async ({ url }: Pick<Served, 'url'>, events: readonly object[]): Promise<void> => {
  const answer = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(events),
  })
  const body = (await answer.json()) as { readonly items?: readonly { readonly position: string }[] }
  const last = body.items?.at(-1)
  if (last === undefined) throw new Error(JSON.stringify(body))
  await fetch(`${url}/v1/stats?after=${last.position}`)
}

/** Text that would do something if it were markup, or turn what stands beside it around. */
export const hostileText = '<img src=x onerror=alert(1)>\u202egnp.exe'
