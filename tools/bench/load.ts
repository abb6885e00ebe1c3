/**
 * Callers of the API in a process of their own: each has a connection, sends one request, waits for its answer, sends the next.
 * The requests are written by hand, so that the caller costs as little of the machine as pgbench does.
 */
import { connect, type Socket } from 'node:net';

export interface Job {
  readonly port: number;
  readonly keys: { readonly client: string; readonly freelancer: string };
  readonly callers: number;
  readonly ms: number;
  /**
   * `life`: a milestone from submission over two changes to approval; `pay`: approvals of what was submitted; `say`: messages only;
   * `bulk`: messages, fifty a request; `read`: the page of a contract and the list, in turns.
   */
  readonly mix: 'life' | 'pay' | 'say' | 'bulk' | 'read';
  /** Share of repeated keys, and of acts that must be refused. */
  readonly abuse?: number;
  readonly contracts: readonly string[];
  /** Where in the contracts to begin. */
  readonly from?: number;
  /** Acts a second, all callers together; absent: as many as go. */
  readonly pace?: number;
  /** Stop after so many. */
  readonly acts?: number;
  /** The whole contract in each answer instead of a receipt. */
  readonly whole?: boolean;
}
export interface Done {
  readonly acts: number;
  readonly wrong: number;
  readonly ms: number;
  /** Of a request, ms. */
  readonly mean: number;
  readonly p99: number;
  readonly sample: string;
}

type Answer = { status: number; body: string };

function open(port: number): Promise<(head: string, body: string) => Promise<Answer>> {
  let text = '';
  let done: ((a: Answer) => void) | undefined;
  return new Promise((ok, no) => {
    const socket: Socket = connect(port, '127.0.0.1', () => {
      socket.setNoDelay(true);
      ok((head, body) => {
        socket.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
        return new Promise((r) => {
          done = r;
        });
      });
    });
    socket.setEncoding('latin1');
    socket.on('error', no);
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
      if (text.length < end + 4 + length) return;
      const answer = { status: Number(text.slice(9, 12)), body: text.slice(end + 4, end + 4 + length) };
      text = text.slice(end + 4 + length);
      done?.(answer);
    });
  });
}

let serial = 0;
const fresh = (): number => {
  serial += 1;
  return serial;
};
const run = `${process.pid}-${Date.now().toString(36)}`;

async function caller(
  job: Job,
  contracts: Iterator<string>,
  until: number,
  out: { acts: number; wrong: number; times: number[]; sample: string; next: number },
): Promise<void> {
  const send = await open(job.port);
  const head = (path: string, who: 'client' | 'freelancer', key: string) =>
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${job.keys[who]}\r\ncontent-type: application/json\r\n${job.whole ? '' : 'prefer: return=minimal\r\n'}idempotency-key: ${key}\r\n`;
  const timed = async (h: string, b: string): Promise<Answer> => {
    if (job.pace) {
      // The callers share one timetable; who is late does not catch up.
      out.next = Math.max(out.next + 1000 / job.pace, performance.now() - 50);
      await new Promise((r) => setTimeout(r, Math.max(0, out.next - performance.now())));
    }
    const began = performance.now();
    const a = await send(h, b);
    out.times.push(performance.now() - began);
    return a;
  };
  const wrong = (a: Answer) => {
    out.wrong += 1;
    out.sample ||= `${a.status} ${a.body.slice(0, 300)}`;
  };
  async function act(id: string, who: 'client' | 'freelancer', name: string, on: string, input: unknown, digest?: string): Promise<void> {
    const key = `${run}-${fresh()}`;
    const body = JSON.stringify({ act: name, on, input, ...(digest && { digest }) });
    const path = `/v1/contracts/${id}/acts`;
    const a = await timed(head(path, who, key), body);
    if (a.status === 200) out.acts += 1;
    else wrong(a);
    if (!job.abuse) return;
    if (Math.random() < job.abuse) {
      const again = await timed(head(path, who, key), body);
      if (again.status === 200 && again.body === a.body) out.acts += 1;
      else wrong(again);
    }
    if (Math.random() < job.abuse) {
      const no = await timed(head(path, who, `${key}-no`), JSON.stringify({ act: 'accept', on: 'offer', input: { version: 1 } }));
      if (no.status === 409 || no.status === 403 || no.status === 422) out.acts += 1;
      else wrong(no);
    }
  }
  async function life(id: string): Promise<void> {
    const steps: (() => Promise<void>)[] = [];
    for (let n = 0; n < 3; n += 1) {
      if (n > 0) {
        steps.push(() => act(id, 'client', 'requestChanges', 'm1', { message: 'Please make the header smaller.' }));
        steps.push(() => act(id, 'freelancer', 'say', 'chat', { text: 'Done today.' }));
      }
      steps.push(() => act(id, 'freelancer', 'submit', 'm1', { message: 'This version is ready.' }));
    }
    steps.push(() => approve(id));
    for (const step of steps) if (performance.now() < until) await step();
  }
  /** What cannot be undone takes two requests: the preview is not counted as an act. */
  async function approve(id: string): Promise<void> {
    const seen = await timed(
      head(`/v1/contracts/${id}/acts`, 'client', `${run}-p`),
      JSON.stringify({ act: 'approve', on: 'm1', input: {}, preview: true }),
    );
    await act(id, 'client', 'approve', 'm1', {}, /"digest":"(\w+)"/.exec(seen.body)?.[1] ?? '');
  }
  async function read(id: string): Promise<void> {
    const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${job.keys.client}\r\n`;
    for (const path of [`/v1/contracts/${id}`, '/v1/contracts']) {
      const a = await timed(get(path), '');
      if (a.status === 200) out.acts += 1;
      else wrong(a);
    }
  }
  async function bulk(): Promise<void> {
    const acts = Array.from({ length: 50 }, () => ({
      contract: contracts.next().value as string,
      act: 'say',
      on: 'chat',
      input: { text: 'Done today.' },
      key: `${run}-${fresh()}`,
    }));
    const a = await timed(head('/v1/acts', 'client', `${run}-b${serial}`), JSON.stringify({ acts }));
    const good = a.body.split('"status":200').length - 1;
    out.acts += good;
    if (good < 50) wrong(a);
  }
  while (performance.now() < until && out.acts < (job.acts ?? Number.POSITIVE_INFINITY)) {
    if (job.mix === 'bulk') await bulk();
    else {
      const { value: id, done } = contracts.next();
      if (done) throw new Error('the contracts are used up');
      if (job.mix === 'life') await life(id);
      else if (job.mix === 'pay') await approve(id);
      else if (job.mix === 'read') await read(id);
      else await act(id, 'client', 'say', 'chat', { text: 'Done today.' });
    }
  }
}

async function load(job: Job): Promise<Done> {
  const out = { acts: 0, wrong: 0, times: [] as number[], sample: '', next: performance.now() };
  const round = function* (): Iterator<string> {
    // A contract's milestones are spent once; messages go round and round.
    yield* job.contracts.slice(job.from ?? 0);
    while (job.mix !== 'life' && job.mix !== 'pay') yield* job.contracts;
  };
  const contracts = round();
  const began = performance.now();
  await Promise.all(Array.from({ length: job.callers }, () => caller(job, contracts, began + job.ms, out)));
  const ms = performance.now() - began;
  const times = out.times.sort((a, b) => a - b);
  const mean = times.reduce((a, b) => a + b, 0) / Math.max(1, times.length);
  return { acts: out.acts, wrong: out.wrong, ms, mean, p99: times[Math.floor(times.length * 0.99)] ?? 0, sample: out.sample };
}

process.on('message', (job: Job) => {
  load(job).then(
    (done) => process.send?.(done),
    (error: unknown) => process.send?.({ acts: 0, wrong: 1, ms: 1, mean: 0, p99: 0, sample: String(error) }),
  );
});
