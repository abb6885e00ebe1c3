/** The split of a proposal or an award, as a whole or worked out by milestone. */
import type { Case, Contract } from '@fairhold/client';
import type { Schema } from '../../parts/act-form.tsx';
import type { Values } from '../../parts/draft.ts';
import { type FieldSchema, MoneyInput } from '../../parts/inputs.tsx';
import { MoneySplit } from '../../parts/money-split.tsx';
import { cash, readAmount, writeAmount } from '../../words.ts';
import { rowsOf } from '../case/file.tsx';
import { ws } from './words.ts';

type Given = Record<string, string>;
const partsOf = (k: Case) => (k.parts.length > 1 ? k.parts : []);
const readParts = (k: Case, given: Given) => partsOf(k).map((x) => readAmount(given[x.id] ?? ''));
const sumOf = (read: readonly (number | undefined)[]): number => read.reduce<number>((all, n) => all + (n ?? 0), 0);

/** What the freelancer gets in minor units as far as it can be read, and the sum of the milestones once each can be. */
export function splitOf(k: Case, values: Values): { freelancer: number | undefined; sum: number | undefined } {
  const read = readParts(k, (values['parts'] as Given | undefined) ?? {});
  return {
    freelancer: typeof values['freelancer'] === 'number' && values['freelancer'] <= k.gap ? values['freelancer'] : undefined,
    sum: read.length > 0 && read.every((n) => n !== undefined) ? sumOf(read) : undefined,
  };
}

export function Split(p: { c: Contract; k: Case; schema: Schema; values: Values; set: (more: Values) => void }) {
  const { c, k, schema, values } = p;
  const parts = partsOf(k);
  const given = (values['parts'] as Given | undefined) ?? {};
  const { freelancer, sum } = splitOf(k, values);
  /** By milestone: the whole is their sum, once every one of them can be read. */
  const setPart = (id: string, text: string) => {
    const next = { ...given, [id]: text };
    const read = readParts(k, next);
    const fit = read.every((n, at) => n !== undefined && n <= (parts[at]?.amount ?? 0));
    p.set({ parts: next, ...(fit && { freelancer: sumOf(read) }) });
  };
  return (
    <>
      <p>{ws.desk.splitHint(cash(k.gap, c.currency))}</p>
      <div className="field" data-field="freelancer">
        <label htmlFor="f-freelancer">{schema.properties['freelancer']?.title}</label>
        <MoneyInput
          key={sum ?? 'whole'}
          id="f-freelancer"
          schema={schema.properties['freelancer'] as FieldSchema}
          value={values['freelancer']}
          required
          contract={c}
          onChange={(n) => p.set({ freelancer: n })}
        />
      </div>
      {parts.length > 0 && (
        <details>
          <summary>{ws.desk.byPart}</summary>
          <div className="stack tight">
            {parts.map((x) => {
              const read = readAmount(given[x.id] ?? '');
              const wrong = given[x.id] !== undefined && (read === undefined || read > x.amount);
              return (
                <div className="field" key={x.id}>
                  <label htmlFor={`part-${x.id}`}>{ws.desk.part(x.title || ws.desk.rest, cash(x.amount, c.currency))}</label>
                  {wrong && <span className="error">{ws.desk.wrongSum(cash(x.amount, c.currency))}</span>}
                  <input
                    id={`part-${x.id}`}
                    type="text"
                    className="short"
                    inputMode="decimal"
                    autoComplete="off"
                    value={given[x.id] ?? ''}
                    placeholder={writeAmount(0)}
                    onChange={(e) => setPart(x.id, e.target.value)}
                  />
                </div>
              );
            })}
          </div>
        </details>
      )}
      {freelancer !== undefined && <MoneySplit rows={rowsOf(c, freelancer, k.gap - freelancer)} currency={c.currency} />}
    </>
  );
}
