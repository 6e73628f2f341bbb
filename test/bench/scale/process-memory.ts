import { readFileSync } from 'node:fs'

/** Of this process, in MB (10^6 bytes), as the kernel counts it (Linux only; NaN elsewhere). */
export interface MemoryMb {
  readonly resident: number
  /** The most that was resident at once since the process began. */
  readonly peakResident: number
  /** Without what is mapped from files. */
  readonly anonymous: number
}

export const memoryMb = (): MemoryMb => {
  const status = read()
  const field = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024) / 1e6
  return { resident: field('VmRSS'), peakResident: field('VmHWM'), anonymous: field('RssAnon') }
}

const read = (): string => {
  try {
    return readFileSync('/proc/self/status', 'utf8')
  } catch {
    return ''
  }
}
