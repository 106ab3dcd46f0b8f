import { defineStore } from "pinia";
import { ref } from "vue";

/** The call a supervisor is about to take over, until they say yes or no. */
export const useTakingOver = defineStore("taking-over", () => {
  const asked = ref<{ contact: string; agent: string } | null>(null);
  return { asked };
});
