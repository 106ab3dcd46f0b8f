/** Where an address was loaded afresh in vain, so that it is not tried for ever. */
const KEY = "yingda.page-gone";

export interface Outside {
  /** Whether the service answers at all. */
  isThere: () => Promise<boolean>;
  load: (address: string) => void;
  tell: () => void;
  store: Pick<Storage, "getItem" | "setItem" | "removeItem">;
}

/**
 * What to do when the code of a page cannot be had. A tab that is older than the service asks for
 * files that are no more: the address is loaded afresh, once. Else the person is told.
 */
export function pageGone({ isThere, load, tell, store }: Outside) {
  return {
    missed: async (address: string): Promise<void> => {
      if (store.getItem(KEY) === address || !(await isThere())) return tell();
      store.setItem(KEY, address);
      load(address);
    },
    found: (): void => store.removeItem(KEY),
  };
}
