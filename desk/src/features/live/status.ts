import { defineStore } from "pinia";
import { ref } from "vue";

import type { LiveStatus } from "./connection";

/** Whether what this desk shows is live. */
export const useLiveStatus = defineStore("live", () => {
  const status = ref<LiveStatus>("stopped");
  return { status };
});
