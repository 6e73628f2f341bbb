import { status } from '@grpc/grpc-js'
import type { ServiceDefinition, UntypedHandleCall, UntypedServiceImplementation } from '@grpc/grpc-js'
import { callError } from './call-error.js'

/** Handlers for every method of a service that say why it is not there. */
export const notServed = (service: ServiceDefinition, what: string): UntypedServiceImplementation =>
  Object.fromEntries(
    Object.entries(service).map(([name, { responseStream }]) => {
      const error = callError(
        status.UNIMPLEMENTED,
        `Annals does not serve ${what}: it has streams, server features and gossip`,
      )
      const refuse = responseStream
        ? (call: { readonly emit: (event: 'error', error: unknown) => boolean }) => void call.emit('error', error)
        : (_call: unknown, callback: (error: unknown) => void) => callback(error)
      return [name, refuse as UntypedHandleCall]
    }),
  )
