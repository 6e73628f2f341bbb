import { connect } from 'node:net'

/** Sends these very bytes and answers all that comes back: what a well-behaved client would not send. */
export const rawRequest = (url: string, lines: readonly string[], body = ''): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      socket.write(Buffer.from(`${[...lines, 'host: h', 'connection: close', '', ''].join('\r\n')}${body}`, 'latin1'))
    })
    let answer = ''
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
