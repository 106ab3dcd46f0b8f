import type { Customer } from "../src/shared/wire.ts";

import { ago, w } from "./made.ts";
import { pack } from "./pack.ts";

const customer = (
  n: number,
  name: string,
  tier: "gold" | "silver" | "mass",
  more: Partial<Customer> = {},
): Customer => ({
  id: `k${n}`,
  name,
  name_pinyin: "",
  kind: "person",
  company: "",
  region: "杭州·西湖区",
  language: "zh",
  since: "2013-06-18T00:00:00Z",
  preferences: {
    channel: "voice",
    address_as: "",
    call_time: "18:00",
    agent: "",
    do_not_call: false,
    do_not_sms: false,
    do_not_email: false,
    do_not_survey: false,
    is_elderly: false,
    notes: [],
  },
  birth_year: null,
  note: "习惯先说结论；上次宽带故障处理很满意。",
  identities: [
    { kind: "phone", value: `138****000${n}`, label: "手机", confirmed_at: ago(86_400 * 40) },
    { kind: "phone", value: "0571-8***2210", label: "家里", confirmed_at: null },
    { kind: "email", value: "z***@example.cn", label: "", confirmed_at: ago(86_400 * 400) },
  ],
  products: [
    {
      id: "p1",
      code: "broadband",
      name: "宽带 1000M",
      status: "active",
      since: "2021-03-02T00:00:00Z",
      detail: {},
    },
    {
      id: "p2",
      code: "mobile",
      name: "移动 5G 畅享",
      status: "active",
      since: "2016-11-20T00:00:00Z",
      detail: {},
    },
    {
      id: "p3",
      code: "home",
      name: "我的e家",
      status: "suspended",
      since: "2014-05-01T00:00:00Z",
      detail: {},
    },
  ],
  tier: {
    tier,
    name: pack.tiers.find((t) => t.code === tier)?.name ?? w(tier, tier),
    score: { gold: 86, silver: 58, mass: 24 }[tier],
    reason: [
      {
        input: "contribution",
        figure: "monthly_spend",
        name: w("月均消费", "Monthly spend"),
        value: 412,
        points: 88,
        weight: 0.5,
      },
      {
        input: "loyalty",
        figure: "years",
        name: w("在网年限", "Years with us"),
        value: 12.4,
        points: 92,
        weight: 0.3,
      },
      {
        input: "credit",
        figure: "late_payments",
        name: w("欠费次数", "Late payments"),
        value: 0,
        points: 100,
        weight: 0.2,
      },
    ],
    computed: tier,
    since: "2024-01-01T00:00:00Z",
    override: null,
    version: 1,
  },
  version: 3,
  ...more,
});

export const customers: Customer[] = [
  customer(1, "张伟民", "gold"),
  customer(2, "欧阳晓琳", "silver", { region: "宁波·鄞州区", note: "" }),
  customer(3, "刘洋", "mass", { region: "温州·鹿城区", note: "", company: "鹿城小吃店" }),
  customer(4, "Sarah Chen", "gold", { language: "en", company: "Harbour Logistics" }),
];
