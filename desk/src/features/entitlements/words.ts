import { useI18n } from "vue-i18n";

/** Who saved a version, and why: what the centre did by itself is named in words too. */
export function useVersionWords() {
  const { t } = useI18n();
  return {
    author: (by: string) => (by === "system" ? t("account.audit.system") : by),
    reason: (note: string) => (note === "pack" ? t("entitlement.fromPack") : note),
  };
}
