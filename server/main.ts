/** Fairhold, started: reads the settings, opens the parts in order, serves. Read this first. */
import { readConfig } from './config.ts';
import { startFairhold } from './start.ts';

const config = readConfig(process.env);
const running = await startFairhold(config).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
for (const line of running.welcome) console.log(line);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
// A fault that nobody caught is logged and never ends the process: other people's requests go on.
process.on('unhandledRejection', (error) => console.error('unhandled:', error));
process.on('uncaughtException', (error) => console.error('uncaught:', error));
