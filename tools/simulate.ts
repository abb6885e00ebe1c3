/**
 * `npm run simulate`: random people, agencies, banks and clocks walk through the pure core; after each step everything that must hold
 * is checked, and a second model of the money is asked. `--db`: the same through the door, several server processes and PostgreSQL.
 * `--seed N --acts M`; `--first` stops at the first thing that is broken; `--life S` replays one
 * town by the seed that a failure printed.
 */
import { readRun } from './proof/common.ts';
import { chance } from './sim/random.ts';
import { lived, simulate } from './sim/run.ts';
import { ENGINE } from './sim/town.ts';

if (process.argv.includes('--db')) await import('./proof/world.ts');
const run = readRun('simulate');
if (process.argv.includes('--life')) {
  run.broken.push(...lived(chance(run.number('life', 0)), ENGINE).broken);
  run.end({});
}
const result = simulate({ seed: run.seed, acts: run.number('acts', run.quick ? 20_000 : 100_000), stopAtFirst: process.argv.includes('--first') });
for (const b of result.broken) run.broken.push(`${b.what}; alone: npm run simulate -- --life ${b.seed}`);
const ends = Object.entries(result.ended).map(([k, n]) => `${n} ${k}`);
console.log(`${result.lives} contracts lived to their end: ${ends.join(', ')}.`);
run.end({ acts: result.acts, contracts: result.lives, perSecond: result.perSecond });
