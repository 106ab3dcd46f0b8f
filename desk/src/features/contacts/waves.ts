/** `count` bars from many peaks: each the loudest of its stretch, 0 to 1 by the loudest of all. */
export function bars(peaks: readonly number[], count: number): number[] {
  if (count <= 0) return [];
  const loudest = peaks.reduce((most, each) => Math.max(most, Math.abs(each)), 0) || 1;
  return Array.from({ length: count }, (_, n) => {
    const from = Math.floor((n * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((n + 1) * peaks.length) / count));
    return (
      peaks.slice(from, to).reduce((most, each) => Math.max(most, Math.abs(each)), 0) / loudest
    );
  });
}
