/**
 * A reader of the journal that keeps books of its own while others write: contracts folded from their patches, balances from their legs.
 * After each step everything that must always hold is checked, and the two other models of the money (tools/sim) must agree.
 */
import { type Contract, completed, type Policy, type Step } from '@fairhold/domain';
import { applyPatch } from '@fairhold/domain/step';
import { type Balances, book, broken, ledgerBroken } from '@fairhold/domain/testing/always';
import type { Db } from '@fairhold/server/store/db';
import { type JournalRow, readWholeTail } from '@fairhold/server/store/reads';
import { disagreements } from '../sim/model.ts';
import { openPurses } from '../sim/purse.ts';
import { MARKET } from './common.ts';

export interface SecondBook {
  /** Reads everything that was committed, in the order in which it was. */
  read(): Promise<void>;
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly balances: Balances;
  /** Until when a contract held something: the instant of the step that took the last of it. */
  readonly freeAt: ReadonlyMap<string, number>;
  readonly broken: string[];
  policy(id: string): Policy;
  steps(): number;
}

const AT_ONCE = 2_000;

export function openSecondBook(db: Db): SecondBook {
  const contracts = new Map<string, Contract>();
  const balances: Balances = new Map();
  const freeAt = new Map<string, number>();
  const policies = new Map<string, Policy>();
  const purses = openPurses();
  const wrong: string[] = [];
  let place = { xid: '0', n: -1 };
  let steps = 0;
  /** Steps whose predecessor was not read yet. */
  const early = new Map<string, JournalRow>();

  async function learnPolicies(): Promise<void> {
    const { rows } = await db.pool.query<{ document: Policy }>('select document from policies where marketplace = $1', [MARKET]);
    for (const { document } of rows) policies.set(document.id, completed(document));
  }
  function policy(id: string): Policy {
    const known = policies.get(id);
    if (!known) throw new Error(`POL-2: a contract under ${id}, which was never published`);
    return known;
  }

  /** Steps of a contract come in their order: a transaction that waited for another may have the smaller number and the later step. */
  function inTurn(first: JournalRow): void {
    let row: JournalRow | undefined = first;
    early.set(`${row.contract} ${row.seq}`, row);
    for (; row; row = early.get(`${row.contract} ${row.seq + 1}`)) {
      if (row.seq !== (contracts.get(row.contract)?.seq ?? 0) + 1) return;
      early.delete(`${row.contract} ${row.seq}`);
      take(row);
    }
  }

  function take(row: JournalRow): void {
    const before = contracts.get(row.contract);
    const contract = applyPatch(before, row.patch);
    const step: Step = { ...row, contract, at: row.happenedAt.getTime(), input: row.input, outside: [] };
    contracts.set(row.contract, contract);
    book(balances, step.postings);
    steps += 1;
    const law = policy(contract.policy);
    const name = (what: string): string => `${what} [${row.contract} step ${row.seq}]`;
    if (!row.legsFit) wrong.push(name('AUD-1: the legs are not those of the postings'));
    if (row.seq !== contract.seq) wrong.push(name(`AUD-1: its document says step ${contract.seq}`));
    if (before && before.policy !== contract.policy) wrong.push(name('POL-2: it changed its policy'));
    if (row.lapse && before && row.act in law.windows) {
      const window = before.instances[row.on]?.windows.find((w) => w.name === row.act);
      if (window?.dueAt !== step.at) wrong.push(name(`TIM-6: ${row.act} lapsed at ${step.at}, due ${window?.dueAt}`));
    }
    const found = [...broken(before, step, balances, law), ...disagreements(before, step, law), ...purses.take(contract, balances)];
    wrong.push(...found.map(name));
    if (contract.held + contract.arbitration > 0) freeAt.delete(row.contract);
    else if (!freeAt.has(row.contract)) freeAt.set(row.contract, step.at);
  }

  return {
    contracts,
    balances,
    freeAt,
    broken: wrong,
    policy,
    steps: () => steps,
    async read() {
      await learnPolicies();
      for (;;) {
        const { rows, last } = await readWholeTail(db.pool, MARKET, place, AT_ONCE);
        for (const row of rows) inTurn(row);
        if (last) place = last;
        if (rows.length < AT_ONCE) break;
      }
      for (const { contract, seq } of early.values()) wrong.push(`AUD-1: of ${contract} there is a step ${seq} and none before it`);
      wrong.push(...ledgerBroken(balances));
    },
  };
}
