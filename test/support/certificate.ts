import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A certificate for this machine that is its own authority, valid for a day, and its key: both PEM. */
export interface OwnCertificate {
  readonly cert: string
  readonly key: string
}

/** Makes one for `localhost` and 127.0.0.1, with an elliptic curve key (RFC 5280, RFC 5758). */
export const makeCertificate = (): OwnCertificate => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const name = sequence(tagged(0x31, sequence(oid.commonName, tagged(0x0c, Buffer.from('annals test')))))
  const now = Date.now()
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    sequence(oid.ecdsaWithSha256),
    name,
    sequence(time(now - 3_600_000), time(now + 86_400_000)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(authority, alternativeNames)),
  )
  const signature = sign('sha256', body, privateKey)
  const whole = sequence(body, sequence(oid.ecdsaWithSha256), tagged(0x03, Buffer.from([0]), signature))
  const lines = whole.toString('base64').replaceAll(/(.{64})/g, '$1\n')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/** DER: a tag, the length, the content. */
const tagged = (tag: number, ...contents: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(contents)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...contents: readonly Buffer[]): Buffer => tagged(0x30, ...contents)
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes)
const octets = (content: Buffer): Buffer => tagged(0x04, content)
const yes = tagged(0x01, Buffer.from([0xff]))
const time = (ms: number): Buffer =>
  tagged(0x17, Buffer.from(`${new Date(ms).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`))

const oid = {
  commonName: Buffer.from('0603550403', 'hex'),
  ecdsaWithSha256: Buffer.from('06082a8648ce3d040302', 'hex'),
  basicConstraints: Buffer.from('0603551d13', 'hex'),
  alternativeNames: Buffer.from('0603551d11', 'hex'),
}
const authority = sequence(oid.basicConstraints, yes, octets(sequence(yes)))
const alternativeNames = sequence(
  oid.alternativeNames,
  octets(sequence(tagged(0x82, Buffer.from('localhost')), tagged(0x87, Buffer.from([127, 0, 0, 1])))),
)
