/**
 * The ending of a contract and the answer to it by a dispute, in a real browser, with trouble at every step: the network cut, the
 * server killed, the answer lost, the page loaded anew. Each must happen once, with the words that were typed once.
 * `--quick`: each step with one kind of trouble.
 */
import { findBrowser, launch } from './browser/browser.ts';
import { type Journey, openShaky, STEPS, TROUBLES } from './browser/chaos.ts';
import { buildWeb } from './build-web.ts';
import { readRun } from './proof/common.ts';

const run = readRun('journeys');
const found = findBrowser();
if (!found || !buildWeb()) {
  console.error('No Chromium was found, or the web app could not be built.');
  process.exit(1);
}
const browser = await launch(found);
const shaky = await openShaky(browser);
let journeys = 0;
for (const [n, step] of STEPS.entries())
  for (const [k, journey] of (['ending', 'dispute'] satisfies Journey[]).entries())
    for (const trouble of run.quick ? TROUBLES.filter((_, m) => m === (n + 2 * k) % TROUBLES.length) : TROUBLES) {
      journeys += 1;
      run.broken.push(...(await shaky.go(journey, trouble, step)));
    }
await browser.close();
await shaky.close();
run.end({ journeys });
