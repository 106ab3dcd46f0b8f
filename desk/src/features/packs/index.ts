/** The words of the trade: tiers, kinds, groups, dispositions, reasons. */
import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { useI18n } from "vue-i18n";

import { named } from "@/shared/format";
import { api } from "@/shared/http";
import type { Coded, DispositionNode, Pack, Product, Words } from "@/shared/wire";

export interface TierLook {
  code: string;
  name: string;
  /** 1 is the best; it decides the colour, so that any trade's tiers look right. */
  rank: number;
}

/** The names of `code` and of its parents, best known first, as one path of the tree. */
export function dispositionPath(nodes: DispositionNode[], code: string): DispositionNode[] {
  for (const node of nodes) {
    if (node.code === code) return [node];
    const below = dispositionPath(node.children, code);
    if (below.length > 0) return [node, ...below];
  }
  return [];
}

/** The record's own name, in the language where it is the pack's Chinese name of the product. */
export function productName(
  product: Pick<Product, "code" | "name">,
  known: Coded[] | undefined,
  language: string,
): string {
  const words = known?.find((each) => each.code === product.code)?.name;
  return words?.zh === product.name ? named(words, language) : product.name;
}

export function usePack() {
  const { locale } = useI18n();
  const query = useQuery({
    queryKey: ["pack"],
    queryFn: () => api<Pack>("GET", "/pack"),
    staleTime: Infinity,
  });
  const pack = computed(() => query.data.value ?? null);
  const word = (name: Words | null | undefined) => named(name, locale.value);

  function nameOf(list: Coded[] | undefined, code: string | null | undefined): string {
    if (!code) return "";
    return word(list?.find((each) => each.code === code)?.name) || code;
  }

  function tierLook(code: string | null | undefined): TierLook | null {
    if (!code) return null;
    const tiers = [...(pack.value?.tiers ?? [])].sort((a, b) => a.rank - b.rank);
    const at = tiers.findIndex((tier) => tier.code === code);
    return { code, name: word(tiers[at]?.name) || code, rank: at < 0 ? tiers.length : at + 1 };
  }

  return {
    pack,
    word,
    tierLook,
    kindName: (code: string | null | undefined) => nameOf(pack.value?.service_kinds, code),
    skillName: (code: string | null | undefined) => nameOf(pack.value?.skills, code),
    groupName: (code: string | null | undefined) => nameOf(pack.value?.groups, code),
    reasonName: (code: string | null | undefined) => nameOf(pack.value?.not_ready_reasons, code),
    callerStateName: (code: string | null | undefined) => nameOf(pack.value?.caller_states, code),
    productName: (product: Product) => productName(product, pack.value?.products, locale.value),
    accessName(number: string | null | undefined): string {
      const found = pack.value?.access_numbers.find((each) => each.number === number);
      return word(found?.name);
    },
    dispositionName(code: string): string {
      const path = dispositionPath(pack.value?.dispositions ?? [], code);
      return path.length === 0 ? code : path.map((node) => word(node.name)).join(" / ");
    },
  };
}
