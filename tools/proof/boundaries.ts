/**
 * Loaded before a server by `npm run crash`: counts the boundaries at which the process speaks to something outside itself, and dies at
 * the one it is told. Boundaries are: before and after each COMMIT and each write of steps; after every other statement that changed
 * something by itself; before and after each answer over HTTP; before and after each mail that is handed to the mail server. With
 * PROOF_EVERY also before each statement at all, though nothing outside differs then. The death is SIGKILL: nothing runs any more.
 */
import { writeFileSync } from 'node:fs';
import { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import pg from 'pg';

export interface Order {
  /** Die at this boundary, counted from now; 0: only count. */
  readonly dieAt: number;
}
export interface Counted {
  readonly counted: number;
}

let count = 0;
let dieAt = 0;
const mailPort = Number(process.env['PROOF_MAIL_PORT'] ?? 0);

function pass(what: string): void {
  count += 1;
  if (count !== dieAt) return;
  // Written down first, so that the one who looks on can say where it was.
  writeFileSync(process.env['PROOF_DEATH_NOTE'] as string, what);
  process.kill(process.pid, 'SIGKILL');
}
process.on('message', (order: Order) => {
  process.send?.({ counted: count } satisfies Counted);
  count = 0;
  dieAt = order.dieAt;
});

const textOf = (query: unknown): string => {
  const text = typeof query === 'string' ? query : ((query as { text?: string } | undefined)?.text ?? '');
  return text.replace(/\s+/g, ' ').trim().slice(0, 70);
};
const every = process.env['PROOF_EVERY'] === 'yes';
/** Inside a transaction nothing has changed before its COMMIT. */
const decides = (text: string): boolean => /^commit|write_steps/i.test(text);
const changes = (text: string, rows: unknown): boolean => decides(text) || (/^(insert|update|delete|with)/i.test(text) && Number(rows ?? 0) > 0);

// biome-ignore lint/suspicious/noExplicitAny: the driver's many ways of being called
type Any = any;
/** Connections in a transaction. */
const within = new WeakSet<object>();
const { query } = pg.Client.prototype as Any;
(pg.Client.prototype as Any).query = function counted(this: Any, ...args: Any[]): Any {
  const text = textOf(args[0]);
  if (every || decides(text)) pass(`before ${text}`);
  if (/^begin/i.test(text)) within.add(this);
  if (/^(commit|rollback)/i.test(text)) within.delete(this);
  const alone = !within.has(this);
  const after = (result: Any): void => {
    if (alone && changes(text, result?.rowCount)) pass(`after ${text}`);
  };
  const last = args.at(-1);
  if (typeof last === 'function')
    return query.apply(this, [
      ...args.slice(0, -1),
      (...answer: Any[]) => {
        after(answer[1]);
        last(...answer);
      },
    ]);
  const promise = query.apply(this, args);
  if (typeof promise?.then !== 'function') return promise;
  return promise.then((result: Any) => {
    after(result);
    return result;
  });
};

const { end } = ServerResponse.prototype as Any;
(ServerResponse.prototype as Any).end = function counted(this: Any, ...args: Any[]): Any {
  pass('before the answer');
  this.once('finish', () => pass('after the answer'));
  return end.apply(this, args);
};

const { write } = Socket.prototype as Any;
(Socket.prototype as Any).write = function counted(this: Any, ...args: Any[]): Any {
  const mail = mailPort > 0 && this.remotePort === mailPort && String(args[0]).endsWith('\r\n.\r\n');
  if (mail) {
    pass('before a mail is handed over');
    this.once('data', () => pass('after a mail was taken'));
  }
  return write.apply(this, args);
};
