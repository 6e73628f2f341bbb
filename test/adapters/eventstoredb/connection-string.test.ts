import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { parseConnectionString, shownHosts } from '../../../src/adapters/eventstoredb/connection-string.js'

const parsed = (text: string) => {
  const address = parseConnectionString(text)
  if (E.isLeft(address)) throw new Error(address.left)
  return address.right
}

describe('a connection string', () => {
  it('names hosts, credentials and options as the clients of EventStoreDB read them', () => {
    expect(
      parsed(
        'esdb://ada:p%40ss%3A@node-1:2114,node-2/?tls=false&node-preference=Read_Only_Replica&KeepAliveInterval=-1',
      ),
    ).toEqual({
      discover: false,
      hosts: [
        { address: 'node-1', port: 2114 },
        { address: 'node-2', port: 2113 },
      ],
      credentials: { username: 'ada', password: 'p@ss:' },
      options: { tls: false, nodePreference: 'read_only_replica', keepAliveInterval: -1 },
    })
    expect(parsed('esdb+discover://cluster.example')).toMatchObject({ discover: true, options: {} })
    expect(parsed('esdb://[::1]:2113').hosts).toEqual([{ address: '[::1]', port: 2113 }])
    expect(parsed('esdb://a?streamPrefix=Acme.eu-1/').options).toEqual({ streamPrefix: 'Acme.eu-1/' })
    expect(shownHosts(parsed('esdb://ada:secret@a:1,b:2'))).toBe('a:1,b:2')
  })

  it.each([
    ['http://hunter2:hunter2@host', /^must be esdb:/],
    ['esdb://', /host 1/],
    ['esdb://hunter2@host', /^must have user:password/],
    ['esdb://ada:hunter2:hunter2@host', /^must have user:password/],
    ['esdb://ada:hunter2%zz@host', /^must have user:password/],
    ['esdb://ada:hunter2/x@host', /host 1|must be esdb/],
    ['esdb://ada:hunter2?x@host', /port|host 1|unknown option/],
    ['esdb://ada:hunter2@host:0', /^must have a port/],
    ['esdb://ada:hunter2@host:65536', /^must have a port/],
    ['esdb://ada:hunter2@a,,b', /host 2/],
    ['esdb+discover://a,b', /^must name one host/],
    ['esdb://a?hunter2=1', /unknown option, number 1/],
    ['esdb://a?tls=hunter2', /^has the option tls, which must be true or false/],
    ['esdb://a?tlsVerifyCert=false', /tlsVerifyCert/],
    ['esdb://a?keepAliveInterval=5', /keepAliveInterval/],
    ['esdb://a?userCertFile=x', /together/],
    ['esdb://a?streamPrefix=hunter2', /streamPrefix, which must be 1 to 63 letters/],
    ['esdb://a?streamPrefix=hunter2:/', /streamPrefix/],
    ['esdb://a?streamPrefix=hunter2/x/', /streamPrefix/],
    ['esdb://a?streamPrefix=$hunter2/', /streamPrefix/],
  ])('is refused without a word of what is in it: case %#', (text, message) => {
    const refused = parseConnectionString(text)
    if (E.isRight(refused)) throw new Error('it was taken')
    expect(refused.left).toMatch(message)
    expect(refused.left).not.toContain('hunter2')
  })
})
