const numbers = new Intl.NumberFormat()

export const formatNumber = (count: number): string => numbers.format(count)

/** `1 version`, `5,000 versions`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${numbers.format(count)} ${count === 1 ? one : many}`
