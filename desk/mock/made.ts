/** A moment that long ago, and words of both languages. */
export const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
export const w = (zh: string, en: string) => ({ zh, en });
