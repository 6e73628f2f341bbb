const digitBits = 12
const digits = 2 ** digitBits

/** The same numbers in ascending order, in their own array or another. What was in theirs is lost. */
export const radixSorted = (numbers: Uint32Array): Uint32Array => {
  let most = 0
  for (let i = 0; i < numbers.length; i++) most = Math.max(most, numbers[i] as number)
  let from = numbers
  let to: Uint32Array = new Uint32Array(numbers.length)
  for (let shift = 0; shift < 32 && most >>> shift > 0; shift += digitBits) {
    const places = placesByDigit(from, shift)
    for (let i = 0; i < from.length; i++) {
      const number = from[i] as number
      const digit = (number >>> shift) & (digits - 1)
      const place = places[digit] as number
      places[digit] = place + 1
      to[place] = number
    }
    ;[from, to] = [to, from]
  }
  return from
}

/** By digit: where the first number with it goes. */
const placesByDigit = (numbers: Uint32Array, shift: number): Uint32Array => {
  const places = new Uint32Array(digits)
  for (let i = 0; i < numbers.length; i++) {
    const digit = ((numbers[i] as number) >>> shift) & (digits - 1)
    places[digit] = (places[digit] as number) + 1
  }
  let place = 0
  for (let digit = 0; digit < digits; digit++) {
    const count = places[digit] as number
    places[digit] = place
    place += count
  }
  return places
}
