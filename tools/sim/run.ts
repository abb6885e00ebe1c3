/** Many lives, one after the other, from one seed. */
import { ENGINE, type Engine, type Life, live } from './life.ts';
import { type Chance, chance } from './random.ts';

export interface Result {
  readonly acts: number;
  readonly lives: number;
  readonly perSecond: number;
  readonly broken: readonly { readonly seed: number; readonly what: string }[];
  readonly ended: Readonly<Record<string, number>>;
}

/** An error is a broken promise too: the core never throws at an input. */
export function lived(r: Chance, engine: Engine): Life {
  const most = r.pick([10, 40, 80, 160]);
  try {
    return live(r, most, engine);
  } catch (error) {
    return { acts: most, broken: [`it threw: ${error instanceof Error ? error.message : error}`], state: 'threw' };
  }
}

/** Lives contracts until `acts` acts were tried. Each life has a seed of its own, by which it can be replayed alone. */
export function simulate(o: { seed: number; acts: number; engine?: Engine; stopAtFirst?: boolean }): Result {
  const begun = process.hrtime.bigint();
  const broken: { seed: number; what: string }[] = [];
  const ended: Record<string, number> = {};
  let acts = 0;
  let lives = 0;
  for (; acts < o.acts; lives += 1) {
    const seed = (o.seed * 1_000_003 + lives) >>> 0;
    const r = chance(seed);
    const life = lived(r, o.engine ?? ENGINE);
    acts += life.acts;
    ended[life.state] = (ended[life.state] ?? 0) + 1;
    for (const what of life.broken) broken.push({ seed, what });
    if (broken.length > 0 && o.stopAtFirst) break;
  }
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  return { acts, lives, perSecond: Math.round(acts / seconds), broken, ended };
}
