import type { Like } from "./like";
import type source from "./zh-CN";

/** What every language must say: the Chinese catalogue is the source. */
export type Messages = Like<typeof source>;

declare module "vue-i18n" {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the library's way to learn the keys
  export interface DefineLocaleMessage extends Messages {}
}
