/** Reasons by topic, as they are written: whether the sides agree on it, what was found, and which exhibits show it (MED-9). */
import type { Case } from '@fairhold/client';
import { useState } from 'react';
import type { FieldSchema } from '../../parts/inputs.tsx';
import { type Finding, standOf } from './desk-facts.ts';
import { ShownBy, Text } from './desk-text.tsx';
import { ws } from './words.ts';

/** How many topics are still open: one that has to be answered without a word, or one that is marked without a reason. */
export const openTopics = (schema: FieldSchema | undefined, found: readonly Finding[]): number =>
  (schema?.['x-topics'] ?? []).filter((t) => {
    const f = found.find((x) => x.topic === t.id);
    return !f?.text?.trim() && (schema?.['x-needed']?.includes(t.id) || f?.stand !== undefined || (f?.shownBy ?? []).length > 0);
  }).length;

export function ReasonsByTopic(p: { schema: FieldSchema; k: Case; value: readonly Finding[]; onChange: (found: Finding[]) => void }) {
  const { schema, k, value } = p;
  const change = (topic: string, more: { stand?: string | undefined; text?: string; shownBy?: string[] }) => {
    const next = { ...(value.find((f) => f.topic === topic) ?? { topic }), ...more };
    const { stand, ...rest } = next;
    p.onChange([...value.filter((f) => f.topic !== topic), { ...rest, ...(stand && { stand }) }]);
  };
  const needed = schema['x-needed'] ?? [];
  const [open, setOpen] = useState<readonly string[]>(() => [...needed, ...value.flatMap((f) => (f.text ? [f.topic] : []))]);
  return (
    <div className="stack tight" data-field="topics">
      <h3>{schema.title}</h3>
      <span className="hint">{schema.description}</span>
      {(schema['x-topics'] ?? []).map((t) => {
        const f = value.find((x) => x.topic === t.id);
        const written = Boolean(f?.text?.trim());
        return (
          <details
            key={t.id}
            className="on-topic"
            data-topic-reason={t.id}
            open={open.includes(t.id)}
            onToggle={(e) => {
              const shown = e.currentTarget.open;
              setOpen((was) => [...was.filter((id) => id !== t.id), ...(shown ? [t.id] : [])]);
            }}
          >
            <summary>
              {t.title} <span className="small soft">{t.about}</span>
              {written && <span className="tag ok">{ws.desk.reasoned}</span>}
              {!written && needed.includes(t.id) && <span className="tag hot">{ws.desk.needsAnswer}</span>}
            </summary>
            <div className="stack tight">
              <div className="row" role="radiogroup" aria-label={t.title}>
                {(['agreed', 'disputed', ''] as const).map((stand) => (
                  <label key={stand} className="choice">
                    <input
                      type="radio"
                      name={`stand-${t.id}`}
                      checked={(f?.stand ?? '') === stand}
                      onChange={() => change(t.id, { stand: stand || undefined })}
                    />
                    <span className="whole">{standOf(stand) ?? ws.desk.standOpen}</span>
                  </label>
                ))}
              </div>
              <Text
                id={`on-${t.id}`}
                label={ws.desk.reasonOn(t.title)}
                value={f?.text ?? ''}
                k={k}
                rows={2}
                onChange={(text) => change(t.id, { text })}
              />
              <ShownBy k={k} value={f?.shownBy ?? []} onChange={(shownBy) => change(t.id, { shownBy })} />
            </div>
          </details>
        );
      })}
    </div>
  );
}
