import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'

/**
 * Asks the kernel to forget what it holds of these files (POSIX_FADV_DONTNEED, which dd(1) of GNU passes on), which it can once they are on the disk; the
 * disk may still hold it in a memory of its own. Answers whether it could be asked.
 */
export const dropFromPageCache = (files: readonly string[]): boolean =>
  run('sync', ['--data', ...files]) &&
  files.every((file) => run('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']))

/** Reads files once, so that the kernel holds as much of them as it has room for. */
export const readThrough = async (files: readonly string[]): Promise<void> => {
  for (const file of files) {
    const stream = createReadStream(file, { highWaterMark: 1 << 20 })
    stream.resume()
    await once(stream, 'close')
  }
}

const run = (program: string, args: readonly string[]): boolean => spawnSync(program, args).status === 0
