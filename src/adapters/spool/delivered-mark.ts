import { hash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { readIfThere, spoolFiles } from './spool-files.js'

/** How far the store has the letters: a number and its digest, written over and over. Not synced: what is lost with it is sent again, and known to the store by its id. */
export interface DeliveredMark {
  readonly set: (number: number) => Promise<void>
  readonly close: () => Promise<void>
}

/** The mark of an earlier process, 0 where there is none that can be read. */
export const readMark = async (folder: string): Promise<number> => {
  const bytes = await readIfThere(spoolFiles(folder).mark)
  if (bytes?.length !== markBytes) return 0
  const number = Number(bytes.readBigUInt64BE(0))
  return bytes.equals(encode(number)) ? number : 0
}

export const openMark = async (folder: string): Promise<DeliveredMark> => {
  const handle = await open(spoolFiles(folder).mark, 'a+', 0o600)
  await handle.close()
  const writing = await open(spoolFiles(folder).mark, 'r+')
  return {
    set: async (number) => {
      await writing.write(encode(number), 0, markBytes, 0)
    },
    close: () => writing.close(),
  }
}

const markBytes = 24

const encode = (number: number): Buffer => {
  const bytes = Buffer.alloc(markBytes)
  bytes.writeBigUInt64BE(BigInt(number), 0)
  hash('sha256', bytes.subarray(0, 8), 'buffer').copy(bytes, 8, 0, 16)
  return bytes
}
