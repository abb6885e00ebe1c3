/** The parts that show money, time and files, with their states. */
import { useState } from 'react';
import { Copy } from '../parts/copy.tsx';
import { DeveloperView } from '../parts/developer-view.tsx';
import { EvidenceAsked } from '../parts/evidence-asked.tsx';
import { Falls } from '../parts/falls.tsx';
import { FileList } from '../parts/file-list.tsx';
import { FileViewer } from '../parts/file-viewer.tsx';
import { LifeTimeline } from '../parts/life-timeline.tsx';
import { MoneyBar } from '../parts/money-bar.tsx';
import { MoneyBrief } from '../parts/money-brief.tsx';
import { MoneySplit } from '../parts/money-split.tsx';
import { MoneyTimeline } from '../parts/money-timeline.tsx';
import { OffersLadder } from '../parts/offers-ladder.tsx';
import { Older } from '../parts/older.tsx';
import { WhatHappensNext } from '../parts/what-happens-next.tsx';
import { w } from '../words.ts';
import * as sample from './gallery-samples.ts';
import { Shown } from './gallery-shown.tsx';

const PAGED = { hasNextPage: true, isFetchNextPageError: false, error: null, fetchNextPage: () => undefined };

function Looking() {
  const [at, setAt] = useState<string>();
  return (
    <>
      <button type="button" className="btn" onClick={() => setAt(sample.FILES[0]?.id)}>
        FileViewer
      </button>
      <FileViewer files={sample.FILES} at={at} onAt={setAt} />
    </>
  );
}

export function Pictures() {
  return (
    <>
      <Shown of="Falls">
        <Falls falls={sample.PREVIEW.falls} currency="USD" />
        <Falls falls={[]} currency="USD" />
      </Shown>
      <Shown of="MoneySplit">
        <MoneySplit rows={sample.ROWS} currency="USD" />
        <MoneyBrief money={sample.PREVIEW.money} currency="USD" />
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
      <Shown of="FileViewer">
        <Looking />
      </Shown>
      <Shown of="Older">
        <Older of={{ ...PAGED, isFetchingNextPage: false }} />
        <Older of={{ ...PAGED, isFetchingNextPage: true }} />
      </Shown>
      <Shown of="EvidenceAsked">
        <EvidenceAsked asked={sample.ASKED} picked={sample.PICKED} onAdd={() => undefined} />
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
    </>
  );
}
