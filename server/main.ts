/** Fairhold, started: reads the settings, opens the parts in order, serves. Read this first. */
import { flushCompileCache } from 'node:module';
import { readConfig } from './config.ts';
import { hideSecrets, passwordsIn } from './log.ts';
import { watchMemory } from './memory.ts';
import { type Running, startFairhold } from './start.ts';

const config = readConfig(process.env);
hideSecrets([config.secret, ...passwordsIn(config.databaseUrl, config.smtpUrl)]);
let running: Running | undefined;
let stopping = false;

/** Ends what has begun; what is still beginning is ended as soon as it has. */
function stop(): void {
  if (!running) return;
  running.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
function end(): void {
  if (stopping) return;
  stopping = true;
  stop();
}
process.on('SIGINT', end).on('SIGTERM', end);
// Whoever started us is gone: nobody could stop us any more.
process.on('disconnect', end);
// A fault that nobody caught is logged and never ends the process: other people's requests go on.
process.on('unhandledRejection', (error) => console.error('unhandled:', error));
process.on('uncaughtException', (error) => console.error('uncaught:', error));

running = await startFairhold(config).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
for (const line of running.welcome) console.log(line);
// Kept now, where a cache is kept at all: a process that is killed keeps nothing at its end, and is the one that must be back soon.
flushCompileCache();
watchMemory();
if (stopping) stop();
