/** What JSON.stringify writes for a control character: `\b \t \n \f \r` in two bytes, the others as `\u00xx` in six. */
const shortEscapes = new Set([8, 9, 10, 12, 13])

const needsCounting = /[^ !#-[\]-~]/

/** The UTF-8 bytes of `JSON.stringify(text)`, without making it. */
export const jsonTextBytes = (text: string): number => {
  if (!needsCounting.test(text)) return text.length + 2
  let bytes = 2
  for (let index = 0; index < text.length; index++) bytes += unitBytes(text.charCodeAt(index))
  return bytes
}

/** A surrogate is half of a pair, which UTF-8 writes in four bytes. */
const unitBytes = (unit: number): number => {
  if (unit < 0x20) return shortEscapes.has(unit) ? 2 : 6
  if (unit < 0x80) return unit === 0x22 || unit === 0x5c ? 2 : 1
  if (unit < 0x800) return 2
  return unit >= 0xd800 && unit <= 0xdfff ? 2 : 3
}
