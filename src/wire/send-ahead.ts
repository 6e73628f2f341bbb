import { Buffer } from 'node:buffer'
import { ServerInterceptingCall } from '@grpc/grpc-js'
import type { ServerInterceptor } from '@grpc/grpc-js'

/** What of one call's answers may be on its way to the connection; the next one waits. */
const aheadMax = { messages: 256, bytes: 262_144 } as const

/**
 * Lets a call send its next message before the last one has left. By itself the server writes a message, waits until the connection has taken it, and writes the next: a
 * frame and a system call for each. With some of them waiting behind the first, the connection takes them all at once, and an answer together with the status behind it.
 */
export const sendAhead: ServerInterceptor = (_method, call) => new AheadCall(call)

/** A class, because the library's interceptors are made of these. */
class AheadCall extends ServerInterceptingCall {
  private messages = 0
  private bytes = 0
  private goOn: (() => void) | undefined

  override sendMessage(message: unknown, callback: () => void): void {
    // One that is not encoded yet is small: those that grow with what is stored are.
    const size = Buffer.isBuffer(message) ? message.byteLength : 0
    this.messages += 1
    this.bytes += size
    super.sendMessage(message, () => {
      this.messages -= 1
      this.bytes -= size
      if (this.isFull()) return
      const { goOn } = this
      this.goOn = undefined
      goOn?.()
    })
    if (this.isFull()) this.goOn = callback
    else callback()
  }

  private isFull(): boolean {
    return this.messages >= aheadMax.messages || this.bytes >= aheadMax.bytes
  }
}
