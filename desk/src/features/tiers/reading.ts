import type { TierReason } from "@/shared/wire";

/** Figures in money: with cents, or without where there are none. */
const MONEY = ["monthly_spend", "spend"];

/** The number behind a reason as it is read in the language; a dash where nothing is known. */
export function reading(
  { figure, value }: Pick<TierReason, "figure" | "value">,
  language: string,
): string {
  if (value === null) return "–";
  const cents = MONEY.includes(figure) && !Number.isInteger(value) ? 2 : 0;
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: cents,
    maximumFractionDigits: Math.max(1, cents),
  }).format(value);
}
