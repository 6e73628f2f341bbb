/** What was written in a field of a form, without blanks at its ends. */
export const fieldText = (fields: FormData, name: string): string => {
  const value = fields.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
