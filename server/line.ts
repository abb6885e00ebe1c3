/** One connection that listens and speaks on a NOTIFY channel; when it breaks it is opened again, for ever. */
import pg from 'pg';

export interface Line {
  /** When the line was first open. */
  readonly opened: Promise<void>;
  isOpen(): boolean;
  /** Sends messages of less than 8000 bytes each, in one transaction. Rejects when it cannot tell that they were sent. */
  say(messages: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const AGAIN_MS = 250;
/** A line that was cut without a word is found out by this. */
const ALIVE_MS = 20_000;

/** `open` is called each time it is open (again): what was said meanwhile was missed. */
export function openLine(url: string, channel: string, on: { hear(message: string): void; open(): void }): Line {
  let client: pg.Client | undefined;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;
  let first: () => void;
  const opened = new Promise<void>((r) => {
    first = r;
  });

  async function connect(): Promise<void> {
    // What is said is worth nothing after a crash, so it waits for no disk.
    const mine = new pg.Client({
      connectionString: url,
      application_name: `fairhold ${channel}`,
      options: '-c synchronous_commit=off',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
    });
    let gone = false;
    const lost = () => {
      if (gone) return;
      gone = true;
      if (client === mine) client = undefined;
      mine.end().catch(() => undefined);
      if (closed) return;
      retry = setTimeout(() => {
        retry = undefined;
        void connect();
      }, AGAIN_MS);
    };
    mine.on('error', lost).on('end', lost);
    mine.on('notification', (n) => on.hear(n.payload ?? ''));
    try {
      await mine.connect();
      await mine.query(`listen ${channel}`);
    } catch {
      return lost();
    }
    if (closed) return void mine.end().catch(() => undefined);
    client = mine;
    first();
    on.open();
  }
  const pulse = setInterval(() => {
    const mine = client;
    mine?.query('select 1').catch(() => mine.end().catch(() => undefined));
  }, ALIVE_MS).unref();
  const connecting = connect();

  return {
    opened,
    isOpen: () => client !== undefined,
    async say(messages) {
      if (!client) throw new Error('the line is down');
      await client.query('select pg_notify($1, m) from unnest($2::text[]) as m', [channel, messages]);
    },
    async close() {
      closed = true;
      clearInterval(pulse);
      clearTimeout(retry);
      await connecting;
      await client?.end().catch(() => undefined);
    },
  };
}
