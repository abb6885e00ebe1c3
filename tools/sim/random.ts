/** A small repeatable source of chance (mulberry32). The seed replays everything. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  next(): number;
  below(n: number): number;
  between(least: number, most: number): number;
  often(p: number): boolean;
  pick<T>(list: readonly T[]): T;
}

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    between: (least, most) => least + below(most - least + 1),
    often: (p) => next() < p,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
  };
}
