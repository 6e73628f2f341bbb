import { once } from './once.js'

const whole = once(() => new Intl.NumberFormat(undefined))
const short = once(() => new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 }))
const percent = once(() => new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 }))

export const count = (value: number): string => whole().format(value)
/** `1 version`, `5,000 versions`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`
export const compact = (value: number): string => short().format(value)
export const share = (part: number, total: number): string => percent().format(total === 0 ? 0 : part / total)

/** `12 ms`, `1.2 s`, `3 min`. */
export const duration = (ms: number): string => {
  if (ms >= Number.MAX_SAFE_INTEGER) return 'over 30 days'
  if (ms < 1_000) return `${whole().format(ms)} ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`
  if (ms < 3_600_000) return `${(ms / 60_000).toFixed(ms < 600_000 ? 1 : 0)} min`
  return `${(ms / 3_600_000).toFixed(1)} h`
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const
export const bytes = (value: number): string => {
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10))
  const size = value / 1_024 ** power
  return `${power > 0 && size < 10 ? size.toFixed(1) : String(Math.round(size))} ${units[power] ?? 'B'}`
}
