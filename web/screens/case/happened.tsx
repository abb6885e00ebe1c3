/** The record of a case, at the foot of its page. */
import type { Contract } from '@fairhold/client';
import { useHistory } from '../../api.ts';
import { Card, Loaded } from '../../parts/basics.tsx';
import { Older } from '../../parts/older.tsx';
import { w } from '../../words.ts';
import { Entries } from '../record.tsx';

/** `of`: only what touched that case. */
export function Happened(p: { c: Contract; of?: string }) {
  const history = useHistory(p.c.id, p.of ? `case=${encodeURIComponent(p.of)}` : 'only=case');
  return (
    <Card title={w.case.happened}>
      <Loaded of={history}>{(h) => <Entries items={h.items} currency={p.c.currency} />}</Loaded>
      <Older of={history} />
    </Card>
  );
}
