import type { CopyProgress } from '../application/copy-log/copy-report.js'
import type { Environment } from './environment.js'
import { showCount, showDuration } from './show-values.js'

const drawEveryMs = 200
const lineEveryMs = 10_000

/** On a terminal one line that is drawn anew; elsewhere, for the log of a job, a line every ten seconds. */
export const copyProgress = ({ stderr, clock }: Pick<Environment, 'stderr' | 'clock'>) => {
  let step = ''
  let [startedAt, drawnAt] = [clock.now(), clock.now()]
  let drawn = false
  return {
    update: (progress: CopyProgress): void => {
      const now = clock.now()
      if (progress.step !== step) {
        step = progress.step
        startedAt = now
      }
      if (now - drawnAt < (stderr.isTty ? drawEveryMs : lineEveryMs)) return
      drawnAt = now
      drawn = stderr.isTty
      const text = showProgress(progress, (now - startedAt) / 1000)
      void stderr.write(stderr.isTty ? `\r\u001b[K${text}` : `${text}\n`)
    },
    clear: (): void => {
      if (drawn) void stderr.write('\r\u001b[K')
      drawn = false
    },
  }
}

const showProgress = ({ step, events, fraction }: CopyProgress, seconds: number): string => {
  const left = fraction > 0 && seconds > 0 ? `  ${showDuration((seconds * (1 - fraction)) / fraction)} left` : ''
  const rate = showCount(Math.round(events / Math.max(seconds, 0.001)))
  return `${step}: ${Math.floor(fraction * 100)} %  ${showCount(events)} events  ${rate} events/s${left}`
}
