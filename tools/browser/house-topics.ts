/** Two cases with material in several topics: one that a mediator works on, one whose proposal gives its reasons by topic; and a policy on its way. */
import { call, type Json, type Person } from '@fairhold/server/testing/http';

export const BY_TOPIC = { worked: 'Wedding brochure', reasoned: 'Tea labels' } as const;
/** Had a case that was settled, and has another. */
export const TWICE = 'Window stickers';

interface Hands {
  readonly base: string;
  readonly person: (key: string) => Person;
  readonly offer: (client: string, freelancer: string, title: string, amount: number) => Promise<string>;
  readonly does: (by: string, id: string, name: string, input?: Record<string, unknown>) => Promise<void>;
}

async function fileOf(h: Hands, by: string, name: string, text: string): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([text], { type: 'text/plain' }), name);
  const sent = await fetch(`${h.base}/v1/files`, { method: 'POST', headers: { cookie: h.person(by).cookie }, body: form });
  return ((await sent.json()) as { id: string }).id;
}

const HERS = [
  { topic: 'scope', text: 'The offer names twelve pages. Pages 13 to 16 came on top, and I have not charged them.' },
  { topic: 'delivery', text: 'I delivered on Friday, one day before the date that was named.' },
  { topic: 'communication', text: 'I asked twice for the photos of the couple. The answer came four days later.' },
];
const HIS = [
  { topic: 'delivery', text: 'The file came on Friday, but it could not be opened before Monday.' },
  { topic: 'quality', text: 'Two of the photos are blurred in print, and the colours are not those of the invitation.' },
];

async function raised(h: Hands, client: string, freelancer: string, title: string): Promise<string> {
  const id = await h.offer(client, freelancer, title, 60_000);
  await h.does(freelancer, id, 'accept');
  await h.does(freelancer, id, 'submit', { message: 'All pages, ready for print.', criteria: 'met' });
  await h.does(client, id, 'say', { text: 'Thank you. I cannot open the file.' });
  await h.does(client, id, 'end', { pay: 'nothing', reason: 'quality', text: 'It cannot be used as it is.' });
  const photos = await fileOf(h, freelancer, 'asked-for-photos.txt', 'Where are the photos?\n');
  await h.does(freelancer, id, 'dispute', {
    ...{ claim: 45_000, reason: 'workDone', criteria: 'met', topics: HERS },
    statement: 'All that we agreed on was delivered, and four pages more. I waited for what I needed, and still kept the date.',
    files: [{ id: photos, caption: 'Both mails in which I asked.', topic: 'communication' }],
  });
  const print = await fileOf(h, client, 'proof-of-the-printer.txt', 'Page 3 and page 9 are below 150 dpi.\n');
  await h.does(client, id, 'contest', {
    ...{ criteria: 'partly', topics: HIS },
    statement: 'I cannot print this. The date was the wedding, and there was no time left to have it done again.',
    files: [{ id: print, topic: 'quality' }, { id: await fileOf(h, client, 'bill.txt', 'Printing elsewhere: 180.00\n') }],
  });
  return id;
}

export async function casesByTopic(h: Hands): Promise<void> {
  await h.does('mila', await raised(h, 'clara', 'raj', BY_TOPIC.worked), 'take');
  const id = await raised(h, 'ben', 'ana', BY_TOPIC.reasoned);
  await h.does('nils', id, 'take');
  const { exhibits } = (await call(h.base, h.person('nils'), 'GET', `/v1/contracts/${id}`)).json.case as { exhibits: Json[] };
  const of = (kind: string, side: string) => exhibits.find((e) => e.kind === kind && e.side === side)?.id as string;
  await h.does('nils', id, 'propose', {
    freelancer: 30_000,
    criteria: 'partly',
    reasons: 'What was agreed was delivered in time, and can be used but for two photos. A third is taken off for them.',
    topics: [
      { topic: 'scope', stand: 'agreed', text: 'Both say that four pages came on top. Nothing is claimed for them.' },
      {
        ...{
          topic: 'delivery',
          stand: 'disputed',
          text: 'The file came in time. That it could not be opened is seen in the messages; it was sent again on the same day.',
        },
        shownBy: [of('submission', 'freelancer'), 'messages'],
      },
      {
        topic: 'communication',
        stand: 'disputed',
        text: 'The photos were asked for twice. The delay was not hers.',
        shownBy: [of('evidence', 'freelancer')],
      },
      {
        topic: 'quality',
        stand: 'disputed',
        text: 'Two photos are too small for print. The printer names both.',
        shownBy: [of('evidence', 'client')],
      },
    ],
  });
}

/** A draft with three changes, proposed by nobody yet. */
export async function policyDraft(base: string, who: Person): Promise<string> {
  const made = (await call(base, who, 'POST', '/v1/console/policy/drafts', { from: '' })).json as Json;
  const { document } = made;
  const changed = {
    ...document,
    windows: {
      ...document.windows,
      disputeAnswer: { ...document.windows.disputeAnswer, period: { ...document.windows.disputeAnswer.period, days: 3 } },
    },
    silence: { ...document.silence, noFeePaid: 'even' },
  };
  await call(base, who, 'PUT', `/v1/console/policy/drafts/${made.draft.id}`, { document: changed });
  return made.draft.id as string;
}

/** A first case that was settled, and a second that waits for a mediator. */
export async function casesTwice(h: Hands): Promise<void> {
  const id = await h.offer('ben', 'ana', TWICE, 20_000);
  await h.does('ana', id, 'accept');
  await h.does('ana', id, 'submit', { message: 'All of the stickers, ready to look at.', criteria: 'met' });
  await h.does('ben', id, 'approve', { amount: 12_000 });
  await h.does('ana', id, 'disputePartial', { claim: 8_000, reason: 'workDone', statement: 'All that was agreed is done.', criteria: 'met' });
  await h.does('ana', id, 'offerSettlement', { freelancer: 5_000, note: 'Let us meet in between.' });
  await h.does('ben', id, 'acceptOffer');
  await h.does('ben', id, 'fund', { card: h.person('ben').card });
  await h.does('ben', id, 'end', { pay: 'nothing', reason: 'quality' });
  await h.does('ana', id, 'dispute', { claim: 40_000, reason: 'workDone', statement: 'The second part is done too.', criteria: 'met' });
}
