/** The ways of tampering: each changes something at random and says by which words the verifier must name it. */
import type { Chance } from '../sim/random.ts';
import type { Desk, Step } from './tamper-desk.ts';

export interface Tampered {
  readonly what: string;
  /** What one sentence of the verifier must contain: the contract and the step, the account, or the file. */
  readonly named: readonly string[];
}
export type Tamper = (d: Desk, r: Chance) => Promise<Tampered>;

const stepWords = (s: Step, seq = s.seq): string[] => [`contract ${s.contract}`, `step ${seq} `];
const at = (s: Step): unknown[] => [s.contract, s.seq];
const WHERE = 'where contract = $1 and seq = $2';
const several = (d: Desk, r: Chance, least = 3): Step => {
  const long = d.steps.filter((s) => (d.lengths.get(s.contract) ?? 0) >= least);
  return r.pick(long);
};
const other = (d: Desk, r: Chance, s: Step, fits: (o: Step) => boolean = () => true): Step =>
  r.pick(d.steps.filter((o) => o.contract === s.contract && o.seq !== s.seq && fits(o)));
const withLegs = (d: Desk, r: Chance): Step => r.pick(d.steps.filter((s) => s.legs >= 2));
const changed = (text: string, r: Chance): string => {
  const n = r.below(text.length + 1);
  const c = r.pick([...'abcxyz 0189']);
  return r.often(0.5) || n >= text.length ? text.slice(0, n) + c + text.slice(n) : text.slice(0, n) + (text[n] === c ? '_' : c) + text.slice(n + 1);
};

const TEXTS = ['act', 'on_id', 'process', 'from_state', 'to_state', 'rule', 'policy', 'role', 'person', 'digest'] as const;
const JSONS = ['input', 'patch', 'tells'] as const;

// biome-ignore lint/suspicious/noExplicitAny: any JSON
type Json = any;
/** The same document with one leaf, member or element changed. */
function bent(value: Json, r: Chance): Json {
  if (Array.isArray(value)) {
    if (value.length === 0 || r.often(0.2)) return [...value, 'more'];
    const n = r.below(value.length);
    return r.often(0.2) ? value.toSpliced(n, 1) : value.with(n, bent(value[n], r));
  }
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value);
    if (names.length === 0 || r.often(0.1)) return { ...value, extra: 1 };
    const name = r.pick(names);
    const { [name]: was, ...rest } = value;
    return r.often(0.15) ? rest : { ...rest, [name]: bent(was, r) };
  }
  if (typeof value === 'number') return value + r.pick([1, -1, 100]);
  if (typeof value === 'boolean') return !value;
  return value === null ? 'something' : changed(String(value), r);
}
const canonical = (x: Json): string =>
  JSON.stringify(x, (_, v) =>
    v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v,
  );
function bentFor(value: Json, r: Chance): Json {
  for (;;) {
    const b = bent(value, r);
    if (canonical(b) !== canonical(value)) return b;
  }
}

async function legsOf(d: Desk, s: Step): Promise<{ accounts: string[]; amounts: number[]; whys: string[] }> {
  const [row] = await d.rows<{ accounts: string[]; amounts: string[]; whys: string[] }>(
    `select accounts, amounts::text[] as amounts, whys from journal ${WHERE}`,
    at(s),
  );
  return { accounts: row?.accounts ?? [], amounts: (row?.amounts ?? []).map(Number), whys: row?.whys ?? [] };
}
async function legs(
  d: Desk,
  s: Step,
  change: (l: { accounts: string[]; amounts: number[]; whys: string[] }) => void,
  what: string,
): Promise<Tampered> {
  const l = await legsOf(d, s);
  change(l);
  await d.sql(`update journal set accounts = $3, amounts = $4, whys = $5 ${WHERE}`, [...at(s), l.accounts, l.amounts, l.whys]);
  return { what: `${what} in step ${s.seq} (${s.act})`, named: stepWords(s) };
}
const rowWords = (s: Step): string[] => [`contract ${s.contract}:`];

export const TAMPERS: Readonly<Record<string, Tamper>> = {
  async 'a word of an event'(d, r) {
    const s = r.pick(d.steps);
    const column = r.pick(TEXTS);
    const [row] = await d.rows<Record<string, string | null>>(`select ${column} from journal ${WHERE}`, at(s));
    const was = row?.[column] ?? '';
    await d.sql(`update journal set ${column} = $3 ${WHERE}`, [...at(s), r.often(0.1) && was !== '' ? '' : changed(was, r)]);
    return { what: `${column} of step ${s.seq}`, named: stepWords(s) };
  },
  async 'the instant of an event'(d, r) {
    const s = r.pick(d.steps);
    await d.sql(`update journal set happened_at = happened_at + $3 * interval '1 millisecond' ${WHERE}`, [
      ...at(s),
      r.pick([-1, 1, 60_000, -86_400_000]),
    ]);
    return { what: `happened_at of step ${s.seq}`, named: stepWords(s) };
  },
  async 'act or silence'(d, r) {
    const s = r.pick(d.steps);
    await d.sql(`update journal set lapse = not lapse ${WHERE}`, at(s));
    return { what: `lapse of step ${s.seq}`, named: stepWords(s) };
  },
  async 'a document of an event'(d, r) {
    const s = r.pick(d.steps);
    const column = r.pick(JSONS);
    const [row] = await d.rows<Record<string, Json>>(`select ${column} from journal ${WHERE}`, at(s));
    const doc = r.often(0.1) ? r.pick([null, 7, []]) : bentFor(row?.[column], r);
    await d.sql(`update journal set ${column} = $3 ${WHERE}`, [...at(s), JSON.stringify(canonical(doc) === canonical(row?.[column]) ? 'x' : doc)]);
    return { what: `${column} of step ${s.seq}`, named: stepWords(s) };
  },
  'an amount': (d, r) =>
    legs(
      d,
      withLegs(d, r),
      (l) => {
        const n = 2 * r.below(l.whys.length);
        const by = r.pick([1, -1, 100]);
        l.amounts[n] = (l.amounts[n] ?? 0) - by;
        l.amounts[n + 1] = (l.amounts[n + 1] ?? 0) + by;
      },
      'an amount',
    ),
  'one leg of an amount': (d, r) =>
    legs(
      d,
      withLegs(d, r),
      (l) => {
        const n = r.below(l.amounts.length);
        l.amounts[n] = (l.amounts[n] ?? 0) + r.pick([1, -1, 5_000]);
      },
      'one leg',
    ),
  'an amount beyond all numbers': (d, r) =>
    legs(
      d,
      withLegs(d, r),
      (l) => {
        l.amounts[0] = -9_007_199_254_740_994;
        l.amounts[1] = 9_007_199_254_740_994;
      },
      'an amount beyond the safe integers',
    ),
  'an account': (d, r) =>
    legs(
      d,
      withLegs(d, r),
      (l) => {
        const n = r.below(l.accounts.length);
        l.accounts[n] = r.often(0.5) ? ('world' === l.accounts[n] ? 'fees:service' : 'world') : changed(l.accounts[n] ?? '', r);
      },
      'an account',
    ),
  'a reason': (d, r) =>
    legs(
      d,
      withLegs(d, r),
      (l) => {
        const n = r.below(l.whys.length);
        l.whys[n] = changed(l.whys[n] ?? '', r);
      },
      'a reason',
    ),
  'a posting more': (d, r) =>
    legs(
      d,
      r.pick(d.steps),
      (l) => {
        l.accounts.push('world', 'fees:service');
        l.amounts.push(-500, 500);
        if (r.often(0.5)) l.whys.push('serviceFee');
      },
      'a posting more',
    ),
  'a posting less': (d, r) =>
    legs(
      d,
      withLegs(d, r),
      (l) => {
        l.accounts.splice(-2);
        l.amounts.splice(-2);
        if (r.often(0.5)) l.whys.pop();
      },
      'a posting less',
    ),
  async 'a deleted step'(d, r) {
    const s = several(d, r);
    await d.sql(`delete from journal ${WHERE}`, at(s));
    const last = s.seq === d.lengths.get(s.contract);
    return { what: `step ${s.seq} deleted`, named: last ? [`contract ${s.contract}: its record ends with step ${s.seq - 1},`] : stepWords(s) };
  },
  async 'a deleted step, closed up'(d, r) {
    const s = several(d, r);
    await d.sql(`delete from journal ${WHERE}`, at(s));
    await d.sql('update journal set seq = -seq where contract = $1 and seq > $2', at(s));
    await d.sql('update journal set seq = -seq - 1 where contract = $1 and seq < 0', [s.contract]);
    const last = s.seq === d.lengths.get(s.contract);
    return {
      what: `step ${s.seq} deleted and the rest renumbered`,
      named: last ? [`contract ${s.contract}: its record ends with step ${s.seq - 1},`] : stepWords(s),
    };
  },
  async 'two steps exchanged'(d, r) {
    const a = several(d, r);
    const b = other(d, r, a);
    for (const [from, to] of [
      [a.seq, -1],
      [b.seq, a.seq],
      [-1, b.seq],
    ])
      await d.sql('update journal set seq = $3 where contract = $1 and seq = $2', [a.contract, from, to]);
    return { what: `steps ${a.seq} and ${b.seq} exchanged`, named: stepWords(a, Math.min(a.seq, b.seq)) };
  },
  async 'what two steps say exchanged'(d, r) {
    const a = several(d, r);
    const column = r.pick(['digest', 'patch', 'happened_at']);
    const value = async (s: Step) => (await d.rows<{ v: string }>(`select ${column}::text as v from journal ${WHERE}`, at(s)))[0]?.v;
    const was = await value(a);
    const candidates: Step[] = [];
    for (const s of d.steps) if (s.contract === a.contract && (await value(s)) !== was) candidates.push(s);
    const b = candidates.length > 0 ? r.pick(candidates) : undefined;
    if (!b) return (TAMPERS['two steps exchanged'] as Tamper)(d, r);
    const its = await value(b);
    const type = column === 'patch' ? 'jsonb' : column === 'digest' ? 'text' : 'timestamptz';
    await d.sql(`update journal set ${column} = $3::${type} ${WHERE}`, [...at(a), its]);
    await d.sql(`update journal set ${column} = $3::${type} ${WHERE}`, [...at(b), was]);
    return { what: `${column} of ${a.seq} and ${b.seq} exchanged`, named: stepWords(a, Math.min(a.seq, b.seq)) };
  },
  async 'a step moved to another contract'(d, r) {
    const a = several(d, r);
    const to = r.pick([...d.lengths.keys()].filter((id) => id !== a.contract));
    await d.sql(`update journal set contract = $3, seq = $4 ${WHERE}`, [...at(a), to, (d.lengths.get(to) ?? 0) + 1]);
    return { what: `step ${a.seq} moved to ${to}`, named: [`contract ${to}: step ${(d.lengths.get(to) ?? 0) + 1} `] };
  },
  async 'a step invented'(d, r) {
    const s = several(d, r);
    const next = (d.lengths.get(s.contract) ?? 0) + 1;
    await d.sql(
      `insert into journal select (jsonb_populate_record(null::journal, to_jsonb(j) || jsonb_build_object('seq', $3::int, 'idem_key', null, 'act', 'say'))).* from journal j ${WHERE}`,
      [...at(s), next],
    );
    return { what: `a step ${next} invented`, named: stepWords(s, next) };
  },
  async 'the last steps cut off'(d, r) {
    const s = several(d, r);
    await d.sql('delete from journal where contract = $1 and seq >= $2', at(s));
    return { what: `cut off at step ${s.seq}`, named: [`contract ${s.contract}: its record ends with step ${s.seq - 1},`] };
  },
  async 'all steps gone'(d, r) {
    const s = r.pick(d.steps);
    await d.sql('delete from journal where contract = $1', [s.contract]);
    return { what: 'all its steps deleted', named: rowWords(s) };
  },
  async 'the last steps cut off, and the contract made to fit'(d, r) {
    const s = several(d, r);
    const from = Math.max(2, s.seq);
    await d.sql('delete from journal where contract = $1 and seq >= $2', [s.contract, from]);
    await d.fit(s.contract, { rechain: false });
    return {
      what: `cut off at step ${from}, everything else made to fit`,
      named: [`contract ${s.contract}: step ${d.lengths.get(s.contract)} is gone`],
    };
  },
  async 'history written anew'(d, r) {
    const s = several(d, r);
    await d.sql(`update journal set happened_at = happened_at - interval '1 hour', person = 'somebody else' ${WHERE}`, at(s));
    await d.fit(s.contract, { rechain: true });
    return {
      what: `step ${s.seq} changed, all digests computed anew`,
      named: [`contract ${s.contract}: step ${d.lengths.get(s.contract)} is not the one`],
    };
  },
  async 'a contract gone with its steps'(d, r) {
    const s = r.pick(d.steps);
    for (const [table, column] of [
      ['journal', 'contract'],
      ['contracts', 'id'],
    ])
      await d.sql(`delete from ${table} where ${column} = $1`, [s.contract]);
    if (r.often(0.7)) await d.fit(s.contract, { rechain: false });
    return { what: 'a contract deleted with all its steps', named: rowWords(s) };
  },
  async 'a contract gone, its steps there'(d, r) {
    const s = r.pick(d.steps);
    await d.sql('delete from contracts where id = $1', [s.contract]);
    return { what: 'a contract deleted, its steps left', named: rowWords(s) };
  },
  async 'a column of a contract'(d, r) {
    const s = r.pick(d.steps);
    const column = r.pick(['held', 'arbitration', 'seq', 'digest', 'client', 'freelancer', 'currency', 'kind']);
    const number = ['held', 'arbitration', 'seq'].includes(column);
    await d.sql(`update contracts set ${column} = ${number ? `${column} + $2::int` : `${column} || $2`} where id = $1`, [
      s.contract,
      number ? r.pick([1, 100, 7]) : 'x',
    ]);
    return { what: `${column} of a contract`, named: rowWords(s) };
  },
  async 'the document of a contract'(d, r) {
    const s = r.pick(d.steps);
    const [row] = await d.rows<{ doc: Json }>('select snapshot as doc from contracts where id = $1', [s.contract]);
    await d.sql('update contracts set snapshot = $2 where id = $1', [s.contract, JSON.stringify(r.often(0.05) ? null : bentFor(row?.doc, r))]);
    return { what: 'the document of a contract', named: rowWords(s) };
  },
  async 'a deadline'(d, r) {
    const dues = await d.rows<{ contract: string }>('select contract from due order by contract');
    const { contract } = r.pick(dues);
    if (r.often(0.5)) await d.sql('delete from due where contract = $1', [contract]);
    else await d.sql(`update due set due_at = due_at + $2 * interval '1 millisecond' where contract = $1`, [contract, r.pick([-1, 1, 86_400_000])]);
    return { what: 'a deadline', named: [`contract ${contract}: something falls due`] };
  },
  async 'a balance'(d, r) {
    const a = r.pick(d.accounts);
    const how = r.pick(['more', 'gone', 'new']);
    if (how === 'more')
      await d.sql('update balances set balance = balance + $3::int where account = $1 and currency = $2', [a.account, a.currency, r.between(1, 500)]);
    else if (how === 'gone' && a.balance > 0) await d.sql('delete from balances where account = $1 and currency = $2', [a.account, a.currency]);
    else {
      await d.sql(`insert into balances select marketplace, 'available:nobody', currency, 100 from balances where account = $1 and currency = $2`, [
        a.account,
        a.currency,
      ]);
      return { what: 'a balance of nobody', named: ['account available:nobody:'] };
    }
    return { what: `balance of ${a.account} (${how})`, named: [`account ${a.account}:`] };
  },
  async 'a sum of the closed books'(d, r) {
    const x = r.pick(await d.rows<{ account: string; currency: string }>('select account, currency from closed_sums order by 1, 2'));
    const how = r.pick(['balance = balance + 1', 'accounts = accounts + 1', 'gone']);
    if (how === 'gone') await d.sql('delete from closed_sums where account = $1 and currency = $2', [x.account, x.currency]);
    else await d.sql(`update closed_sums set ${how} where account = $1 and currency = $2`, [x.account, x.currency]);
    return {
      what: `the closed books of ${x.account} (${how})`,
      named: ['closed books: ', ` ${x.account} ${how.startsWith('accounts') ? 'in' : 'is'} `],
    };
  },
  async 'the step that the books were closed up to'(d, r) {
    await d.sql('update closed_books set n = n + $1', [r.between(100_000, 200_000)]);
    return { what: 'where the books were closed', named: ['the step that the books were closed up to is gone'] };
  },
  async 'the name or type of a file'(d, r) {
    const f = r.pick(d.evidence);
    const column = r.pick(['name', 'type']);
    await d.sql(`update files set ${column} = 'x' where id = $1`, [f.id]);
    return { what: `${column} of a file`, named: [`file ${f.id}`] };
  },
  async 'what else is known of a file'(d, r) {
    const f = r.pick(d.evidence);
    const column = r.pick(['owner', 'size', 'sha256', 'attached_to']);
    const to =
      column === 'sha256'
        ? r.pick(d.evidence.filter((o) => o.sha256 !== f.sha256)).sha256
        : column === 'attached_to'
          ? r.pick([null, r.pick(d.steps.filter((s) => s.act !== 'x')).contract])
          : column === 'size'
            ? r.between(1, 9)
            : 'x';
    await d.sql(`update files set ${column} = $2 where id = $1`, [f.id, to]);
    const [same] = await d.rows<{ same: boolean }>(
      `select u.attached_to is not distinct from f.attached_to as same from files f join untouched_files u using (id) where id = $1`,
      [f.id],
    );
    if (column === 'attached_to' && same?.same) await d.sql('update files set attached_to = null where id = $1', [f.id]);
    return { what: `${column} of a file`, named: [`file ${f.id}`] };
  },
  async 'a file row gone'(d, r) {
    const f = r.pick(d.evidence);
    await d.sql('delete from files where id = $1', [f.id]);
    return { what: 'a file row deleted', named: [`file ${f.id}`] };
  },
  async 'stored content'(d, r) {
    const f = r.pick(d.evidence);
    const was = await d.content(f.sha256);
    const how = r.pick(['a bit', 'cut', 'longer', 'empty', 'gone', 'exchanged']);
    const n = r.below(was.length);
    if (how === 'a bit') {
      const now = Buffer.from(was);
      now[n] = (now[n] ?? 0) ^ (1 << r.below(8));
      await d.store(f.sha256, now);
    } else if (how === 'exchanged') {
      const o = r.pick(d.evidence.filter((x) => x.sha256 !== f.sha256));
      const its = await d.content(o.sha256);
      await d.store(f.sha256, its);
      await d.store(o.sha256, was);
    } else
      await d.store(
        f.sha256,
        how === 'gone' ? undefined : how === 'empty' ? Buffer.alloc(0) : how === 'cut' ? was.subarray(0, n) : Buffer.concat([was, Buffer.from('x')]),
      );
    return { what: `stored content (${how})`, named: [`file ${f.id}`] };
  },
};
