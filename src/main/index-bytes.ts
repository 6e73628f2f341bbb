import { invalidInput } from '../domain/errors.js'
import { AnnalsFailure } from './annals-failure.js'

/** What queries keep of the feed index, in bytes: 400 MiB, at twenty bytes an event, is enough for some twenty million. Throws an AnnalsFailure out of its bounds. */
export const indexBytes = (mebibytes = 400): number => {
  if (Number.isInteger(mebibytes) && mebibytes >= 1 && mebibytes <= 65_535) return mebibytes * 1_048_576
  throw new AnnalsFailure(invalidInput('indexMemory', 'must be an integer from 1 to 65535'))
}
