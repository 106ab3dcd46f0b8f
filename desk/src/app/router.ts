import type { QueryClient } from "@tanstack/vue-query";
import { createRouter, createWebHistory, type RouteRecordRaw, type Router } from "vue-router";

import { currentSession } from "@/features/session";

declare module "vue-router" {
  interface RouteMeta {
    /** The place in the navigation that the page belongs to; its name is the title of the tab. */
    nav?: string;
    /** Shown without the shell and without a session. */
    isOpen?: boolean;
    /** Any of these permissions opens the page. */
    needs?: string[];
  }
}

/** An address with anything else in its place leads to no page. */
const ID = ":id([0-9a-fA-F-]{36})";

export const routes: RouteRecordRaw[] = [
  {
    path: "/login",
    name: "login",
    component: () => import("@/features/session/pages/LoginPage.vue"),
    meta: { isOpen: true },
  },
  {
    path: "/",
    name: "desk",
    component: () => import("@/features/desk/pages/DeskPage.vue"),
    meta: { nav: "desk", needs: ["desk.use"] },
  },
  {
    path: "/contacts",
    name: "contacts",
    component: () => import("@/features/contacts/pages/ContactsPage.vue"),
    meta: { nav: "contacts", needs: ["contacts.read-own", "contacts.read-all"] },
  },
  {
    path: `/contacts/${ID}`,
    name: "contact",
    component: () => import("@/features/contacts/pages/ContactPage.vue"),
    meta: { nav: "contacts", needs: ["contacts.read-own", "contacts.read-all"] },
  },
  {
    path: "/customers",
    name: "customers",
    component: () => import("@/features/customers/pages/CustomersPage.vue"),
    meta: { nav: "customers", needs: ["customers.read"] },
  },
  {
    path: `/customers/${ID}`,
    name: "customer",
    component: () => import("@/features/customers/pages/CustomerPage.vue"),
    meta: { nav: "customers", needs: ["customers.read"] },
  },
  {
    path: "/agents",
    name: "agents",
    component: () => import("@/features/agents/pages/AgentsPage.vue"),
    meta: { nav: "agents", needs: ["agents.read"] },
  },
  {
    path: "/wallboard",
    name: "wallboard",
    component: () => import("@/features/wallboard/pages/WallboardPage.vue"),
    meta: { nav: "wallboard", needs: ["queues.read", "supervise"] },
  },
  {
    path: "/what-if",
    name: "what-if",
    component: () => import("@/features/planning/pages/WhatIfPage.vue"),
    meta: { nav: "whatIf", needs: ["planning.use"] },
  },
  {
    path: "/staffing",
    name: "staffing",
    component: () => import("@/features/planning/pages/StaffingPage.vue"),
    meta: { nav: "staffing", needs: ["planning.use"] },
  },
  {
    path: "/forecast",
    name: "forecast",
    component: () => import("@/features/planning/pages/ForecastPage.vue"),
    meta: { nav: "forecast", needs: ["planning.use"] },
  },
  {
    path: "/erlang",
    name: "erlang",
    component: () => import("@/features/planning/pages/ErlangPage.vue"),
    meta: { nav: "erlang", needs: ["planning.use"] },
  },
  {
    path: "/entitlements",
    name: "entitlements",
    component: () => import("@/features/entitlements/pages/EntitlementsPage.vue"),
    meta: { nav: "entitlements", needs: ["queues.read"] },
  },
  {
    path: "/decisions",
    name: "decisions",
    component: () => import("@/features/decisions/pages/DecisionsPage.vue"),
    meta: { nav: "decisions", needs: ["contacts.read-all"] },
  },
  {
    path: "/weights",
    name: "weights",
    component: () => import("@/features/weights/pages/WeightsPage.vue"),
    meta: { nav: "weights", needs: ["tiers.edit"] },
  },
  {
    path: "/audit",
    name: "audit",
    component: () => import("@/features/accounts/pages/AuditPage.vue"),
    meta: { nav: "audit", needs: ["audit.read"] },
  },
  {
    path: "/users",
    name: "users",
    component: () => import("@/features/accounts/pages/UsersPage.vue"),
    meta: { nav: "users", needs: ["users.edit"] },
  },
  { path: "/:rest(.*)*", name: "not-found", component: () => import("./pages/NotFoundPage.vue") },
];

/** Who neither takes contacts nor oversees any: their first page is their work. */
export function homeOf(permissions: readonly string[]): string {
  if (permissions.includes("phone.use") || permissions.includes("contacts.read-all")) return "desk";
  return permissions.includes("planning.use") ? "forecast" : "desk";
}

/** The desk's pages; whoever is not signed on is shown the log-in first. */
export function deskRouter(client: QueryClient): Router {
  const router = createRouter({ history: createWebHistory(), routes });
  router.beforeEach(async (to) => {
    const session = await currentSession(client).catch(() => null);
    if (to.meta.isOpen) return session && to.name === "login" ? { path: "/" } : true;
    if (!session) return { name: "login", query: to.path === "/" ? {} : { next: to.fullPath } };
    const home = homeOf(session.user.permissions);
    if (to.name === "desk" && home !== "desk") return { name: home };
    const needs = to.meta.needs;
    if (needs && !needs.some((each) => session.user.permissions.includes(each)))
      return { name: "not-found" };
    return true;
  });
  return router;
}
