/** Every component with its states, for whoever builds or judges pages; only in development and in a sandbox. */
import type { Contract, Deadline, Preview } from '@fairhold/client';
import { lazy, Suspense, useState } from 'react';
import { ApiProblem, useMe } from '../api.ts';
import { GLANCE } from '../glance.ts';
import { Card, Empty, Page, ProblemBox, Sheet } from '../parts/basics.tsx';
import { CheckAnswers } from '../parts/check-answers.tsx';
import { Copy } from '../parts/copy.tsx';
import { DeadlineLine } from '../parts/deadline.tsx';
import { DeveloperView } from '../parts/developer-view.tsx';
import type { Draft, DraftState } from '../parts/draft.ts';
import { DraftLine } from '../parts/draft-line.tsx';
import { EvidencePicker, type Picked } from '../parts/evidence-picker.tsx';
import { Falls } from '../parts/falls.tsx';
import { FileList } from '../parts/file-list.tsx';
import { IfYouDoNothing } from '../parts/if-you-do-nothing.tsx';
import { LifeTimeline } from '../parts/life-timeline.tsx';
import { MoneyBar } from '../parts/money-bar.tsx';
import { MoneySplit } from '../parts/money-split.tsx';
import { MoneyTimeline } from '../parts/money-timeline.tsx';
import { OffersLadder } from '../parts/offers-ladder.tsx';
import { Asking } from '../parts/sent-or-not.tsx';
import { TurnBanner } from '../parts/turn-banner.tsx';
import { toast } from '../parts/undo-toast.tsx';
import { Skeleton, Stale } from '../parts/view-states.tsx';
import { WhatHappensNext } from '../parts/what-happens-next.tsx';
import { w } from '../words.ts';
import * as sample from './gallery-samples.ts';
import { Shown } from './gallery-shown.tsx';

const draftAs = (state: DraftState): Draft => ({ values: {}, state, set: () => undefined, forget: () => undefined, resolve: () => undefined });

/** All parts together are more than a page may bring at once. */
const Forms = lazy(async () => ({ default: (await import('./gallery-forms.tsx')).Forms }));

export function Screen() {
  const me = useMe();
  const [files, setFiles] = useState<readonly Picked[]>([{ id: 'f', name: 'cut-2.mp4', size: 4_200_000 }]);
  const [open, setOpen] = useState(false);
  if (me.data?.mode !== 'sandbox' && !import.meta.env.DEV) return null;
  const turns: readonly Contract['turn'][] = sample.TURNS;
  return (
    <Page title="_parts">
      <Shown of="TurnBanner">
        {turns.map((turn) => (
          <TurnBanner key={turn.sentence} contract={turn.who === 'nobody' || turn.until ? { ...sample.QUIET, turn } : { ...sample.CONTRACT, turn }} />
        ))}
      </Shown>
      <Shown of="Deadline">
        {sample.DEADLINES.map((d: Deadline) => (
          <DeadlineLine key={d.at} deadline={d} now={sample.NOW} />
        ))}
      </Shown>
      <Shown of="IfYouDoNothing">
        <IfYouDoNothing deadline={sample.DEADLINES[0] as Deadline} />
      </Shown>
      <Shown of="Falls">
        <Falls falls={sample.PREVIEW.falls} currency="USD" />
        <Falls falls={[]} currency="USD" />
      </Shown>
      <Shown of="MoneySplit">
        <MoneySplit rows={sample.ROWS} currency="USD" />
      </Shown>
      <Shown of="MoneyBar">
        {sample.MONEY.map((money) => (
          <MoneyBar key={JSON.stringify(money)} contract={{ money, currency: 'USD' }} />
        ))}
      </Shown>
      <Shown of="MoneyTimeline">
        {sample.REFUNDS.map((r) => (
          <MoneyTimeline key={r.id} refund={r} currency="USD" />
        ))}
      </Shown>
      <Shown of="Copy">
        <Copy text={sample.CONTRACT.id} what={w.refund.referenceWord} />
      </Shown>
      <Shown of="FileList">
        <FileList files={sample.FILES} />
      </Shown>
      <Shown of="DeveloperView">
        <DeveloperView contract={sample.CONTRACT.id} />
      </Shown>
      <Shown of="LifeTimeline">
        <LifeTimeline contract={sample.CONTRACT} history={sample.HISTORY} />
      </Shown>
      <Shown of="OffersLadder">
        <OffersLadder offers={sample.OFFERS} total={50_000} contract={sample.CONTRACT} />
      </Shown>
      <Shown of="WhatHappensNext">
        <WhatHappensNext next={sample.PREVIEW.next} />
      </Shown>
      <Shown of="CheckAnswers">
        {[undefined, sample.BEFORE].map((before) => (
          <Card key={before ? 'stale' : 'first'}>
            <CheckAnswers
              preview={sample.PREVIEW as Preview}
              before={before}
              contract={sample.CONTRACT}
              stale={before !== undefined}
              lost={before !== undefined}
              busy={false}
              error={null}
              danger
              onBack={() => undefined}
              onConfirm={() => undefined}
            />
          </Card>
        ))}
      </Shown>
      <Shown of="SentOrNot">
        <Asking />
      </Shown>
      <Shown of="DraftKeeper">
        {(['saving', 'saved', 'local', 'elsewhere'] as const).map((state) => (
          <DraftLine key={state} draft={draftAs(state)} />
        ))}
      </Shown>
      <Shown of="EvidencePicker">
        <label htmlFor="evidence">EvidencePicker</label>
        <EvidencePicker id="evidence" value={files} onChange={(next) => setFiles(next ?? [])} once />
      </Shown>
      <Shown of="UndoToast">
        <div className="row">
          <button type="button" className="btn" onClick={() => toast('toast', () => undefined)}>
            toast
          </button>
          <button type="button" className="btn" onClick={() => setOpen(true)}>
            Sheet
          </button>
        </div>
        <Sheet open={open} title="Sheet" onClose={() => setOpen(false)}>
          <p>{sample.PREVIEW.sentence}</p>
        </Sheet>
      </Shown>
      <Shown of="ViewStates">
        <Empty title="Empty" />
        <Skeleton />
        <Stale at={Date.now() - 130_000} retry={() => undefined} />
        <ProblemBox error={new ApiProblem(sample.PROBLEM)} retry={() => undefined} />
      </Shown>
      <Suspense>
        <Forms account={me.data?.person ?? ''} />
      </Suspense>
      <Shown of="Glance">
        <dl className="facts small">
          {Object.entries(GLANCE).map(([page, answers]) => (
            <div key={page} style={{ display: 'contents' }}>
              <dt>{page}</dt>
              <dd>{answers.join(', ')}</dd>
            </div>
          ))}
        </dl>
      </Shown>
    </Page>
  );
}
