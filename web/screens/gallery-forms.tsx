/** The parts that ask and record, with their states: forms, receipts, tabs, lists, commands. */
import type { Action, Contract } from '@fairhold/client';
import { useCallback, useState } from 'react';
import { ApiProblem } from '../api.ts';
import { lw } from '../list-words.ts';
import { AccountPicker } from '../parts/account-picker.tsx';
import { ActButton } from '../parts/act-button.tsx';
import { ActForm, Fields } from '../parts/act-form.tsx';
import { Card } from '../parts/basics.tsx';
import { CommandList } from '../parts/command-list.tsx';
import { useConfirmed } from '../parts/confirmed.tsx';
import type { Values } from '../parts/draft.ts';
import { FewInput } from '../parts/few-input.tsx';
import { type FieldSchema, MoneyInput } from '../parts/inputs.tsx';
import { MoneyTable } from '../parts/money-table.tsx';
import { Receipt } from '../parts/receipt.tsx';
import { recorded } from '../parts/receipts.tsx';
import { type MenuAt, RowMenu } from '../parts/row-menu.tsx';
import { Tabs } from '../parts/tabs.tsx';
import type { TermsDraft } from '../parts/terms-draft.ts';
import { TermsInput } from '../parts/terms-input.tsx';
import { TopicsInput } from '../parts/topics-input.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import { WitnessInput } from '../parts/witness-input.tsx';
import * as sample from './gallery-samples.ts';
import { Shown } from './gallery-shown.tsx';

const FINAL = { ...sample.ACTION, undo: false } as Action;
const BLOCKED = { ...sample.ACTION, blocked: { sentence: 'It can be ended from Thu, 3 Dec 2026 on.' } } as Action;
const ROWS = Array.from({ length: 80 }, (_, n) => `Row ${n + 1}`);

/** `account`: of whoever looks; their cards can be chosen in the sample form. */
export function Forms(p: { account: string }) {
  const confirmed = useConfirmed();
  const [menu, setMenu] = useState<MenuAt>();
  const close = useCallback(() => setMenu(undefined), []);
  const [values, setValues] = useState<Values>({ amount: 12_345, pay: 'amount' });
  const [amount, setAmount] = useState<unknown>('12,3x');
  const [terms, setTerms] = useState<TermsDraft>({ title: 'Explainer video', scope: '', milestones: [{ title: 'Script', amount: 30_000 }] });
  const contract: Contract = { ...sample.CONTRACT, you: { role: 'client', account: p.account } };
  return (
    <>
      <Shown of="Confirmed">
        <button
          type="button"
          className="btn"
          onClick={() => confirmed.does(() => Promise.reject(new ApiProblem({ ...sample.PROBLEM, code: 'confirmation_needed' })))}
        >
          Confirmed
        </button>
        {confirmed.sheet}
      </Shown>
      <Shown of="RowMenu">
        <button
          type="button"
          className="btn"
          aria-haspopup="menu"
          aria-expanded={menu !== undefined}
          onClick={(e) => setMenu(menu ? undefined : { by: e.currentTarget })}
        >
          {lw.rows.more('RowMenu')}
        </button>
        {menu && <RowMenu label={lw.rows.more('RowMenu')} items={sample.MENU} at={menu} close={close} />}
      </Shown>
      <Shown of="ActForm">
        <Card>
          <ActForm contract={contract} action={FINAL} onDone={() => undefined} />
        </Card>
      </Shown>
      <Shown of="ActButton">
        <div className="row">
          <ActButton contract={contract} action={sample.ACTION as Action} main />
          <ActButton contract={contract} action={BLOCKED} />
        </div>
      </Shown>
      <Shown of="TopicsInput">
        <Card>
          <TopicsInput
            id="topics"
            schema={sample.ALL_FIELDS.properties['topics'] as FieldSchema}
            value={values['topics']}
            required={false}
            contract={contract}
            onChange={(v) => setValues({ ...values, topics: v })}
          />
        </Card>
      </Shown>
      <Shown of="FewInput">
        <FewInput id="few" schema={sample.FEW} value={values['few']} required contract={contract} onChange={(few) => setValues({ ...values, few })} />
      </Shown>
      <Shown of="Inputs">
        <Card>
          <div className="stack">
            <Fields
              schema={sample.ALL_FIELDS}
              values={values}
              fixed={{}}
              contract={contract}
              error={undefined}
              onChange={(name, v) => setValues({ ...values, [name]: v })}
            />
          </div>
          <div className="field">
            <label htmlFor="half">MoneyInput</label>
            <MoneyInput
              id="half"
              schema={{ 'x-kind': 'money', minimum: 100, maximum: 60_000 }}
              value={amount}
              onChange={setAmount}
              contract={contract}
              required
            />
          </div>
        </Card>
      </Shown>
      <Shown of="TermsInput">
        <TermsInput value={terms} currency="USD" onChange={setTerms} />
      </Shown>
      <Shown of="WitnessInput">
        <Card>
          <WitnessInput
            id="who"
            schema={sample.WITNESS}
            value={values['witness']}
            onChange={(v) => setValues({ ...values, witness: v })}
            contract={contract}
            required
          />
        </Card>
      </Shown>
      <Shown of="Receipt">
        <Receipt of={{ preview: sample.PREVIEW, after: contract }} />
      </Shown>
      <Shown of="Receipts">
        <div className="row">
          {[FINAL, sample.ACTION as Action].map((a) => (
            <button key={String(a.undo)} type="button" className="btn" onClick={() => recorded(a, contract, sample.PREVIEW)}>
              {a.undo ? 'toast' : 'Receipt'}
            </button>
          ))}
        </div>
      </Shown>
      <Shown of="MoneyTable">
        <MoneyTable items={sample.MOVED} />
        <MoneyTable items={[]} />
      </Shown>
      <Shown of="Tabs">
        <Tabs
          label="Tabs"
          tabs={['One', 'Two', 'Three'].map((label) => ({ key: label.toLowerCase(), label, show: () => <p>{label}</p> }))}
          param="sample"
        />
      </Shown>
      <Shown of="AccountPicker">
        <AccountPicker id="sample-account" label={lw.account.account} me={sample.MANAGER} value="loft" onChange={() => undefined} />
      </Shown>
      <Shown of="CommandList">
        <Card>
          <CommandList close={() => undefined} />
        </Card>
      </Shown>
      <Shown of="VirtualList">
        <VirtualList items={ROWS} rowHeight={44} keyOf={(x) => x} render={(x) => <span>{x}</span>} />
      </Shown>
    </>
  );
}
