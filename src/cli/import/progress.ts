import type { Environment } from '../environment.js'
import { showCount, showDuration } from '../show-values.js'

export interface Progress {
  /** Cheap: draws five times a second at most. */
  readonly update: (lines: number, bytesRead: number) => void
  /** Wipes the line, before something else is printed. */
  readonly clear: () => void
}

const drawEveryMs = 200

/** Progress with rate and time left, on one line of a terminal; silent where standard error is none. */
export const progressLine = (
  { stderr, clock }: Pick<Environment, 'stderr' | 'clock'>,
  sizeBytes: number | undefined,
): Progress => {
  if (!stderr.isTty) return { update: () => undefined, clear: () => undefined }
  const startedAt = clock.now()
  let drawnAt = startedAt
  let drawn = false
  return {
    update: (lines, bytesRead) => {
      const now = clock.now()
      if (now - drawnAt < drawEveryMs) return
      drawnAt = now
      drawn = true
      void stderr.write(`\r\u001b[K${progressText(lines, bytesRead, sizeBytes, (now - startedAt) / 1000)}`)
    },
    clear: () => {
      if (drawn) void stderr.write('\r\u001b[K')
      drawn = false
    },
  }
}

/** `42 %  5,120 lines  1,830 lines/s  3 s left`; without a size (a pipe) no share and no time left. */
export const progressText = (
  lines: number,
  bytesRead: number,
  sizeBytes: number | undefined,
  seconds: number,
): string => {
  const rate = `${showCount(lines)} lines  ${showCount(Math.round(lines / Math.max(seconds, 0.001)))} lines/s`
  if (sizeBytes === undefined || sizeBytes === 0) return rate
  const share = Math.min(1, bytesRead / sizeBytes)
  const left = share === 0 ? '' : `  ${showDuration((seconds * (1 - share)) / share)} left`
  return `${Math.floor(share * 100)} %  ${rate}${left}`
}
