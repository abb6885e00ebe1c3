/** The record of a case, at the foot of its page. */
import type { Contract } from '@fairhold/client';
import { useHistory } from '../../api.ts';
import { Card, Loaded } from '../../parts/basics.tsx';
import { w } from '../../words.ts';
import { Entries } from '../record.tsx';

const TOLD = ['case', 'settlement', 'blind', 'question', 'contract', 'extension', 'witness'];

export function Happened(p: { c: Contract }) {
  const history = useHistory(p.c.id);
  return (
    <Card title={w.case.happened}>
      <Loaded of={history}>{(h) => <Entries items={h.items.filter((e) => TOLD.includes(e.process))} currency={p.c.currency} />}</Loaded>
    </Card>
  );
}
