/** The shape of the Chinese source with any words in its place. */
export type Like<T> = { [K in keyof T]: T[K] extends string ? string : Like<T[K]> };
