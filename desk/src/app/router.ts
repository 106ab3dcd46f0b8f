import type { QueryClient } from "@tanstack/vue-query";
import { createRouter, createWebHistory, type RouteRecordRaw, type Router } from "vue-router";

import { currentSession } from "@/features/session";

declare module "vue-router" {
  interface RouteMeta {
    /** Shown without the shell and without a session. */
    isOpen?: boolean;
    /** The permission that this page needs. */
    needs?: string;
  }
}

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
    meta: { needs: "desk.use" },
  },
  { path: "/:rest(.*)*", name: "not-found", component: () => import("./pages/NotFoundPage.vue") },
];

/** The desk's pages; whoever is not signed on is shown the log-in first. */
export function deskRouter(client: QueryClient): Router {
  const router = createRouter({ history: createWebHistory(), routes });
  router.beforeEach(async (to) => {
    const session = await currentSession(client).catch(() => null);
    if (to.meta.isOpen) return session && to.name === "login" ? { path: "/" } : true;
    if (!session) return { name: "login", query: to.path === "/" ? {} : { next: to.fullPath } };
    const needs = to.meta.needs;
    if (needs && !session.user.permissions.includes(needs)) return { name: "not-found" };
    return true;
  });
  return router;
}
