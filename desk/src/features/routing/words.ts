import { usePack } from "@/features/packs";

/** `gold.fault.voice` as people say it: 金卡 · 障碍. */
export function useClassName() {
  const { tierLook, kindName } = usePack();
  return (key: string): string => {
    const [tier, kind] = key.split(".");
    const names = [tierLook(tier)?.name, kindName(kind)].filter((name) => name);
    return names.length > 0 ? names.join(" · ") : key;
  };
}
