/** The case file as a page to read and to print: no script, nothing from elsewhere, everything written by people escaped. */
import { dateTime, fill, money, type Words } from '@fairhold/copy';
import type { z } from 'zod';
import type * as S from '../view/schemas.ts';
import type { RecordedStep } from './record.ts';

type Contract = z.infer<typeof S.Contract>;
type Case = z.infer<typeof S.Case>;
type Statement = NonNullable<Case['statements']['client']>;
type TopicFinding = NonNullable<Case['proposal']>['topics'][number];

export interface PageInput {
  readonly c: Contract;
  readonly k: Case;
  readonly steps: readonly RecordedStep[];
  /** Where each exhibit's content lies in the file; one that is lost has none. */
  readonly places: ReadonlyMap<string, string>;
  readonly words: Words;
  readonly locale: string;
  readonly zone: string;
  readonly madeFor: string;
  readonly madeAt: string;
  readonly keyAddress: string;
  readonly fingerprint: string;
}

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2733;background:#fff}
h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid #c9d1da}h3{font-size:1rem;margin:1rem 0 .25rem}h4{font-size:.95rem;margin:.6rem 0 .1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #e3e8ed}
.num{font-variant-numeric:tabular-nums;white-space:nowrap}.soft{color:#55606d}code{font-size:.8em;overflow-wrap:anywhere}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:1rem 2rem}blockquote{margin:.25rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
@media print{body{margin:0;max-width:none;font-size:10.5pt}h2{break-after:avoid}tr,blockquote,.sides>div{break-inside:avoid}}`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const esc = (x: unknown): string => String(x).replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);

export function caseFilePage(p: PageInput): string {
  const { c, k, words } = p;
  const names = { client: c.client.name, freelancer: c.freelancer.name };
  const say = (key: string, values: Readonly<Record<string, unknown>> = {}) => esc(fill(words.CASE_FILE[key] ?? '', { ...names, ...values }));
  const cash = (n: number) => `<span class="num">${esc(money(n, c.currency, p.locale))}</span>`;
  const when = (at: string) => `<time datetime="${esc(at)}" class="num">${esc(dateTime(Date.parse(at), p.zone, p.locale))}</time>`;
  const rows = (list: readonly (readonly string[])[]) => list.map((r) => `<tr>${r.map((x) => `<td>${x}</td>`).join('')}</tr>`).join('');
  const table = (head: readonly string[], list: readonly (readonly string[])[]) =>
    list.length === 0
      ? ''
      : `<table><thead><tr>${head.map((h) => `<th scope="col">${h}</th>`).join('')}</tr></thead><tbody>${rows(list)}</tbody></table>`;
  const section = (key: string, body: string) => (body ? `<section><h2>${say(key)}</h2>${body}</section>` : '');
  const split = (x: { client: number; freelancer: number }) =>
    `<p>${say('toFreelancer')}: ${cash(x.freelancer)}, ${say('toClient')}: ${cash(x.client)}</p>`;

  const byTopic = (list: readonly TopicFinding[]) =>
    list
      .map((t) => {
        const shown = (t.shownBy ?? []).map((e) => `${say('number')} ${e.n} (${esc(e.by)})`).join(', ');
        return `<h4>${esc(t.title)}${t.standWords ? ` <span class="soft">${esc(t.standWords)}</span>` : ''}</h4><blockquote>${esc(t.text)}</blockquote>${shown ? `<p class="soft">${say('shownBy')} ${shown}</p>` : ''}`;
      })
      .join('');
  const filed = (key: string, s: Statement | undefined) =>
    s
      ? `<h3>${say(key)}, ${when(s.at)}</h3><blockquote>${esc(s.text)}</blockquote><ul>${s.criteria
          .map((m) => `<li>${esc(m.text)}: ${esc(words.CHOICES[m.mark] ?? m.mark)}${m.reason ? ` — ${esc(m.reason)}` : ''}</li>`)
          .join('')}</ul>${byTopic(s.topics)}`
      : '';
  const sideOf = (who: 'client' | 'freelancer') =>
    `<div><h3>${esc(names[who])}</h3>${filed('statement', k.statements[who])}${filed('addendum', k.addenda[who])}${filed('further', k.further[who])}</div>`;
  const positionOf: Readonly<Record<Case['positions'][number]['kind'], (x: Case['positions'][number]) => string>> = {
    client: () => say('ofClient'),
    freelancer: () => say('ofFreelancer'),
    offer: (x) => say('offer', { name: names[x.by ?? 'client'] }),
    proposal: () => say('proposal'),
    silence: () => say('silence'),
  };
  const deadline = c.deadlines.find((d) => d.on === k.id);
  const facts = [
    [say('where'), esc(k.stateWords)],
    [say('inDispute'), cash(k.gap)],
    [say('askedBack'), cash(k.requested)],
    [say('claimed'), k.claim === undefined ? say('notClaimed') : cash(k.claim)],
    [say('reason'), `${esc(k.reasonWords)}${k.text ? `<blockquote>${esc(k.text)}</blockquote>` : ''}`],
    ...(deadline ? [[say('deadline'), `${esc(deadline.title)}, ${when(deadline.at)}<br>${esc(deadline.silence.sentence)}`]] : []),
  ];
  return `<!doctype html>
<html lang="${esc(p.locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${say('title', { title: c.title })}</title><style>${STYLE}</style></head>
<body><main><h1>${say('title', { title: c.title })}</h1>
<p>${say('parties')}</p><p class="soft">${say('madeFor', { name: p.madeFor, at: dateTime(Date.parse(p.madeAt), p.zone, p.locale), zone: p.zone })}</p>
<table><tbody>${rows(facts)}</tbody></table>
${section('outcome', k.outcome ? `<p>${esc(k.outcome.sentence)} ${when(k.outcome.at)}</p>${split(k.outcome)}` : '')}
${section('award', k.award ? `${split(k.award)}<blockquote>${esc(k.award.reasons)}</blockquote>${byTopic(k.award.topics)}` : '')}
${section(
  'positions',
  table(
    ['', say('toFreelancer'), say('toClient')],
    k.positions.map((x) => [positionOf[x.kind](x), cash(x.freelancer), cash(x.client)]),
  ),
)}
${section('proposal', k.proposal ? `${split(k.proposal)}<blockquote>${esc(k.proposal.reasons)}</blockquote>${byTopic(k.proposal.topics)}` : '')}
${section('statements', `<div class="sides">${sideOf('client')}${sideOf('freelancer')}</div>`)}
${section(
  'witnesses',
  k.exhibits
    .filter((e) => e.text !== undefined)
    .map((e) => `<h3>${say('number')} ${e.n}: ${esc(e.title)}, ${when(e.at)}</h3><blockquote>${esc(e.text)}</blockquote>`)
    .join(''),
)}
${section(
  'offers',
  k.offersHidden
    ? `<p>${say('offersHidden')}</p>`
    : table(
        [say('when'), say('by'), say('toFreelancer'), say('toClient'), ''],
        k.offers.map((o) => [
          when(o.madeAt),
          esc(names[o.by]),
          cash(o.freelancer),
          cash(o.client),
          `${esc(o.stateWords)}${o.note ? `<blockquote>${esc(o.note)}</blockquote>` : ''}`,
        ]),
      ),
)}
${section(
  'questions',
  k.questions
    .map(
      (q) =>
        `<h3>${esc(names[q.to])}, ${when(q.askedAt)}</h3><blockquote>${esc(q.question)}</blockquote>${q.answer ? `<p>${say('answer')}:</p><blockquote>${esc(q.answer)}</blockquote>` : ''}`,
    )
    .join(''),
)}
${section(
  'exhibits',
  table(
    [say('number'), say('what'), say('by'), say('when'), say('hash')],
    k.exhibits.map((e) => {
      const place = p.places.get(e.id);
      const name = place ? `<a href="${esc(encodeURI(place))}">${esc(e.title)}</a>` : `${esc(e.title)}${e.file ? ` (${say('lost')})` : ''}`;
      return [String(e.n), name, esc(e.by), when(e.at), e.file ? `<code>${esc(e.file.sha256)}</code>` : ''];
    }),
  ),
)}
${section(
  'record',
  table(
    [say('number'), say('when'), say('what'), say('rule'), say('digest')],
    p.steps.map((x) => [
      String(x.seq),
      x.at ? when(x.at) : '',
      x.sentence ? esc(x.sentence) : `<span class="soft">${say('keptBack')}</span>`,
      esc(x.rule ?? ''),
      `<code>${esc(x.digest)}</code>`,
    ]),
  ),
)}
${section(
  'proof',
  `<ol><li>${say('proof1')}</li><li>${say('proof2')}</li><li>${say('proof3', { address: p.keyAddress, fingerprint: p.fingerprint })}</li><li>${say(
    'proof4',
    {
      seq: p.steps.at(-1)?.seq ?? 0,
      digest: p.steps.at(-1)?.digest ?? '',
    },
  )}</li></ol>`,
)}
</main></body></html>
`;
}
