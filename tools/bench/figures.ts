/** Numbers of a bench: medians with their spread. */
export const median = (xs: readonly number[]): number => {
  const sorted = [...xs].sort((a, b) => a - b);
  const n = sorted.length;
  return n === 0 ? Number.NaN : n % 2 ? (sorted[(n - 1) / 2] as number) : ((sorted[n / 2 - 1] as number) + (sorted[n / 2] as number)) / 2;
};
export const round = (x: number): number => Number(x.toPrecision(3));
/** "2.1 (1.9–2.4)". */
export const spread = (xs: readonly number[]): string => `${round(median(xs))} (${round(Math.min(...xs))}–${round(Math.max(...xs))})`;
