/**
 * `npm run simulate -- --seed N --acts M`: random people walk through the pure core; after each step everything that must hold is
 * checked. The last line is JSON. `--life S` replays one life by the seed that a failure printed.
 */
import { ENGINE } from './sim/life.ts';
import { chance } from './sim/random.ts';
import { lived, simulate } from './sim/run.ts';

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  const n = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (!Number.isSafeInteger(n) || n < 0) {
    console.error(`--${name} takes a whole number.`);
    process.exit(2);
  }
  return n;
}

if (process.argv.includes('--life')) {
  const r = chance(option('life', 0));
  const life = lived(r, ENGINE);
  console.log(life.broken.join('\n') || 'Nothing is broken.');
  process.exit(life.broken.length > 0 ? 1 : 0);
}

const seed = option('seed', 1);
const result = simulate({ seed, acts: option('acts', process.argv.includes('--quick') ? 20_000 : 100_000) });
for (const b of result.broken.slice(0, 20)) console.log(`${b.what}\n    replay: npm run simulate -- --life ${b.seed}`);
console.log(
  `${result.lives} contracts lived to their end: ${Object.entries(result.ended)
    .map(([k, n]) => `${n} ${k}`)
    .join(', ')}.`,
);
console.log(JSON.stringify({ acts: result.acts, perSecond: result.perSecond, broken: result.broken.length, seed }));
process.exit(result.broken.length > 0 ? 1 : 0);
