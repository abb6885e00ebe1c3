/** Every component with its states, for whoever builds or judges pages; only in development and in a sandbox. */
import type { Contract, Deadline, Preview } from '@fairhold/client';
import { Suspense, useState } from 'react';
import { ApiProblem, useMe } from '../api.ts';
import { GLANCE } from '../glance.ts';
import { Card, Empty, Page, ProblemBox, Sheet } from '../parts/basics.tsx';
import { CheckAnswers } from '../parts/check-answers.tsx';
import { DeadlineLine } from '../parts/deadline.tsx';
import type { Draft, DraftState } from '../parts/draft.ts';
import { DraftLine } from '../parts/draft-line.tsx';
import { EvidencePicker, type Picked } from '../parts/evidence-picker.tsx';
import { IfYouDoNothing } from '../parts/if-you-do-nothing.tsx';
import { later, NotShown } from '../parts/later.tsx';
import { Asking, Fate } from '../parts/sent-or-not.tsx';
import { TurnBanner } from '../parts/turn-banner.tsx';
import { toast } from '../parts/undo-toast.tsx';
import { Shape, Skeleton, Stale } from '../parts/view-states.tsx';
import * as sample from './gallery-samples.ts';
import { Shown } from './gallery-shown.tsx';

const draftAs = (state: DraftState): Draft => ({ values: {}, state, set: () => undefined, forget: () => undefined, resolve: () => undefined });

/** All parts together are more than a page may bring at once. */
const Pictures = later(() => import('./gallery-pictures.tsx').then((m) => m.Pictures));
const Forms = later(async () => (await import('./gallery-forms.tsx')).Forms);

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
      <Suspense>
        <Pictures />
      </Suspense>
      <Shown of="CheckAnswers">
        {[undefined, sample.BEFORE].map((before) => (
          <Card key={before ? 'stale' : 'first'}>
            <CheckAnswers
              preview={sample.PREVIEW as Preview}
              before={before}
              contract={sample.CONTRACT}
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
        {[{ seq: 4, at: new Date(sample.NOW).toISOString() }, null].map((found) => (
          <Fate key={String(found)} title={sample.CONTRACT.title} found={found} onOver={() => undefined} />
        ))}
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
        <Skeleton>
          <Shape />
        </Skeleton>
        <Stale at={Date.now() - 130_000} retry={() => undefined} />
        <ProblemBox error={new ApiProblem(sample.PROBLEM)} retry={() => undefined} />
        <NotShown />
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
