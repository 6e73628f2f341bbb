import express from 'express'
import { SignJWT, UnsecuredJWT, exportJWK, generateKeyPair } from 'jose'
import { expect, onTestFinished, test } from 'vitest'
import type { JwtOptions } from '../../../src/client/express/index.js'
import { actorFromJwt, captureRequests } from '../../../src/client/express/index.js'
import { currentContext } from '../../../src/client/index.js'
import { auditedApp } from '../support/audited-app.js'
import { listen } from '../../support/listen.js'

const secret = new TextEncoder().encode('a secret that is long enough for HS256')
const sign = (claims: object, header = { alg: 'HS256' }, key: Parameters<SignJWT['sign']>[0] = secret) =>
  new SignJWT({ sub: 'ada', ...claims }).setProtectedHeader(header).setIssuer('me').setExpirationTime('5m').sign(key)

const asking = async (options: JwtOptions) => {
  const { url, errors } = await auditedApp((app, { onError }) => {
    app.use(captureRequests({ onError, actor: actorFromJwt(options) }))
    app.get('/', (_request, response) => void response.json(currentContext().actor ?? null))
  })
  return {
    errors,
    actor: async (token: string): Promise<unknown> => {
      const response = await fetch(url, { headers: token === '' ? {} : { authorization: `Bearer ${token}` } })
      expect(response.status).toBe(200)
      return response.json()
    },
  }
}

test('a token that holds names the actor; one that does not names nobody, is told, and stops nothing', async () => {
  const { actor, errors } = await asking({ key: secret, algorithms: ['HS256'], issuer: 'me', name: 'nick' })
  expect(await actor(await sign({ nick: 'A' }))).toEqual({ type: 'user', id: 'ada', name: 'A' })
  expect(await actor('')).toBeNull()
  expect(errors).toEqual([])
  const good = await sign({})
  const wrong = [
    `${good.slice(0, -4)}AAAA`,
    new UnsecuredJWT({ sub: 'ada' }).setIssuer('me').encode(),
    await new SignJWT({ sub: 'ada' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('me')
      .setExpirationTime(1)
      .sign(secret),
    await new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg: 'HS256' }).setIssuer('other').sign(secret),
    await sign({}, { alg: 'HS384' }),
    'nonsense',
  ]
  for (const token of wrong) expect(await actor(token)).toBeNull()
  expect(errors.map((error) => (error as { readonly code?: string }).code)).toEqual([
    'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    'ERR_JOSE_ALG_NOT_ALLOWED',
    'ERR_JWT_EXPIRED',
    'ERR_JWT_CLAIM_VALIDATION_FAILED',
    'ERR_JOSE_ALG_NOT_ALLOWED',
    'ERR_JWS_INVALID',
  ])
})

test('keys are fetched from where the issuer publishes them, and its being away stops nothing', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }
  let asked = 0
  const issuer = express().get('/keys', (_request, response) => {
    asked++
    response.json({ keys: [jwk] })
  })
  const server = await listen(issuer)
  onTestFinished(server.close)
  const jwksUrl = `${server.url}/keys`
  const { actor, errors } = await asking({ jwksUrl, algorithms: ['ES256'], type: 'customer' })
  const token = await sign({}, { alg: 'ES256', kid: 'k1' } as { alg: string }, privateKey)
  expect(await actor(token)).toEqual({ type: 'customer', id: 'ada' })
  expect(await actor(token)).toEqual({ type: 'customer', id: 'ada' })
  expect([asked, errors]).toEqual([1, []])
  const away = await asking({ jwksUrl: 'http://127.0.0.1:1/keys', algorithms: ['ES256'] })
  expect(await away.actor(token)).toBeNull()
  expect(away.errors).toHaveLength(1)
})

test('options that would trust a token’s own word are refused', () => {
  expect(() => actorFromJwt({ key: secret, algorithms: [] })).toThrow(/algorithms/)
  expect(() => actorFromJwt({ algorithms: ['HS256'] })).toThrow(/key or jwksUrl/)
})
