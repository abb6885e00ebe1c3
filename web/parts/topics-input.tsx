/** What one has to say topic by topic, each folded until it is wanted: the text as a whole stands above and is enough (MED-9). */
import type { InputProps } from './inputs.tsx';

type Parts = { topic: string; text: string }[];

export function TopicsInput(p: InputProps) {
  const value = (p.value as Parts | undefined) ?? [];
  const set = (topic: string, text: string) => {
    const next = [...value.filter((t) => t.topic !== topic), ...(text ? [{ topic, text }] : [])];
    p.onChange(next.length > 0 ? next : undefined);
  };
  return (
    <div className="stack tight">
      {(p.schema['x-topics'] ?? []).map((t) => {
        const text = value.find((x) => x.topic === t.id)?.text ?? '';
        return (
          <details key={t.id} className="on-topic">
            <summary>
              {t.title} {text && <span aria-hidden="true">✓</span>} <span className="small soft">{t.about}</span>
            </summary>
            <textarea id={`${p.id}-${t.id}`} aria-label={t.title} value={text} onChange={(e) => set(t.id, e.target.value)} />
          </details>
        );
      })}
    </div>
  );
}
