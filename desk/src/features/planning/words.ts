import { useI18n } from "vue-i18n";

import { usePack } from "@/features/packs";

/** `senior` and `senior-2` as people say them; the second are agents who differ in their skills. */
export function useGroupName() {
  const { t } = useI18n();
  const { pack, groupName } = usePack();
  return (code: string): string => {
    if (pack.value?.groups.some((each) => each.code === code)) return groupName(code);
    const part = /^(.+)-(\d+)$/.exec(code);
    return part ? t("planning.groupPart", { group: groupName(part[1]), n: part[2] }) : code;
  };
}
