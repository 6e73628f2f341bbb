/** A member where there is a value, none where there is not. */
export const present = <Key extends string, A>(key: Key, value: A | undefined): { readonly [K in Key]?: A } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: A })
