/** What was said or found topic by topic, with the exhibits that show it (MED-9). */
import { w } from '../../words.ts';

interface OnTopic {
  readonly topic: string;
  readonly title: string;
  readonly text: string;
  readonly standWords?: string | undefined;
  readonly shownBy?: readonly { readonly n: number; readonly by: string }[] | undefined;
}

/** Exhibits by their numbers and whose they are. */
export const shownBy = (exhibits: readonly { n: number; by: string }[]): string => exhibits.map((e) => w.case.ofSide(e.n, e.by)).join(', ');

export function ByTopic(p: { topics: readonly OnTopic[] }) {
  if (p.topics.length === 0) return null;
  return (
    <dl className="by-topic">
      {p.topics.map((t) => (
        <div key={t.topic}>
          <dt>
            {t.title} {t.standWords && <span className="tag">{t.standWords}</span>}
          </dt>
          <dd className="quote">{t.text}</dd>
          {t.shownBy && t.shownBy.length > 0 && <dd className="small soft">{w.case.shownBy(shownBy(t.shownBy))}</dd>}
        </div>
      ))}
    </dl>
  );
}
