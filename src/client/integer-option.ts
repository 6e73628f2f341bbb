import { refuse } from './client-failure.js'

/** An option within its bounds. Throws InvalidInput, naming it. */
export const integerOption = (field: string, value: number, min: number, max: number): number =>
  Number.isInteger(value) && value >= min && value <= max
    ? value
    : refuse([{ field, message: `must be an integer from ${min} to ${max}` }])
