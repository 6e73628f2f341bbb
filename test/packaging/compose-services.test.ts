import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { parseConnectionString } from '../../src/adapters/eventstoredb/connection-string.js'
import { annalsJson } from '../cli/support/run-annals.js'
import { eventStoreDbOptions } from './eventstoredb-options.js'
import { composeText, environmentOf, nodes, restOf, service, services } from './packaged-files.js'

describe('the environment', () => {
  test('of Annals is what it reads, and its connection strings are ones', async () => {
    for (const name of ['annals', 'annals-cluster']) {
      const cluster = 'esdb://ada:secret@esdb-1:2113,esdb-2:2113,esdb-3:2113?tls=true&tlsCAFile=/authority/ca.crt'
      const env = Object.fromEntries(Object.entries(environmentOf(name)).map(([key, value]) => [key, value ?? cluster]))
      for (const setting of restOf('ENV').filter((each) => each.startsWith('ANNALS_'))) {
        const [key = '', value = ''] = setting.split('=')
        env[key] = value
      }
      const { options } = await annalsJson<{
        readonly options: readonly { readonly source: string; readonly from?: string }[]
      }>(['config'], { env })
      const read = options.flatMap(({ source, from }) => (source === 'environment' ? [from] : []))
      expect([name, read.toSorted()]).toEqual([name, Object.keys(env).toSorted()])
      expect(parseConnectionString(env['ANNALS_LOG'] ?? '')).toMatchObject({ _tag: 'Right' })
    }
    // The string that the comment shows.
    const shown = /esdb:\/\/USER:\S+/.exec(composeText)?.[0] ?? ''
    expect(parseConnectionString(shown)).toMatchObject({
      right: {
        hosts: nodes.map((address) => ({ address, port: 2113 })),
        options: { tls: true, tlsCAFile: '/authority/ca.crt' },
      },
    })
    expect(service('annals-cluster').volumes).toContain('authority:/authority:ro')
  })

  test('of the servers are options that EventStoreDB has', () => {
    for (const name of ['esdb', ...nodes])
      expect([name, Object.keys(environmentOf(name)).filter((key) => !eventStoreDbOptions.has(key))]).toEqual([
        name,
        [],
      ])
    expect(eventStoreDbOptions.has('EVENTSTORE_RUN_PROJECTION')).toBe(false)
  })

  test('runs no projections of the server, and TLS wherever there is a cluster', () => {
    for (const name of ['esdb', ...nodes]) expect(environmentOf(name)['EVENTSTORE_RUN_PROJECTIONS']).toBe('None')
    expect(environmentOf('esdb')['EVENTSTORE_INSECURE']).toBe('true')
    for (const name of nodes) {
      const environment = environmentOf(name)
      expect(environment).not.toHaveProperty('EVENTSTORE_INSECURE')
      const others = nodes.filter((node) => node !== name).map((node) => `${node}:2113`)
      expect(environment).toMatchObject({
        EVENTSTORE_CLUSTER_SIZE: String(nodes.length),
        EVENTSTORE_DISCOVER_VIA_DNS: 'false',
        EVENTSTORE_GOSSIP_SEED: others.join(','),
        EVENTSTORE_NODE_HOST_ADVERTISE_AS: name,
        EVENTSTORE_REPLICATION_HOST_ADVERTISE_AS: name,
      })
      // Each sees its own certificate, and of the authority the certificate alone.
      expect(service(name).volumes).toEqual([
        `${name}-data:/var/lib/eventstore`,
        `${name}-certificate:/certificate:ro`,
        'authority:/authority:ro',
      ])
    }
    expect(
      services
        .filter(([, { volumes = [] }]) => volumes.some((volume) => volume.startsWith('authority-key:')))
        .map(([name]) => name),
    ).toEqual(['certificates'])
  })
})

describe('the certificates', () => {
  const script = (service('certificates').command?.[0] ?? '').replaceAll('$$', '$')
  const run = (env: Readonly<Record<string, string>>) =>
    spawnSync('/bin/sh', ['-euc', script], { env, encoding: 'utf8' })
  const secrets = {
    EVENTSTORE_DEFAULT_ADMIN_PASSWORD: 'a',
    EVENTSTORE_DEFAULT_OPS_PASSWORD: 'b',
    ANNALS_LOG: 'esdb://c',
  }

  test('are made by a script that a shell takes, for every node by its name', () => {
    expect(spawnSync('/bin/sh', ['-n', '-c', script], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
    expect(/for node in (.*); do/.exec(script)?.[1]?.split(' ')).toEqual(nodes)
    expect(script).toContain('-dns-names "$node,localhost"')
  })

  test.each(Object.keys(secrets))(
    'are not made without %s, so that no server starts with a password that everybody knows',
    (name) => {
      for (const env of [
        Object.fromEntries(Object.entries(secrets).filter(([key]) => key !== name)),
        { ...secrets, [name]: '' },
      ]) {
        const { status, stderr } = run({ PATH: '/nowhere', ...env })
        expect(status).not.toBe(0)
        expect(stderr).toContain(`${name}: is missing in .env`)
      }
      expect(Object.keys(environmentOf('certificates'))).toContain(name)
    },
  )
})
