import { defineStore } from "pinia";
import { ref } from "vue";

/** Which contact the agent looks at; null follows the one in hand. */
export const useFocus = defineStore("focus", () => {
  const chosen = ref<string | null>(null);
  return { chosen };
});
