/** One part in the gallery, under its name. */
import type { ReactNode } from 'react';

/** Names of parts are names in the source, the same in every language. */
export function Shown(p: { of: string; children: ReactNode }) {
  return (
    <section className="stack tight" id={p.of}>
      <h2>{p.of}</h2>
      {p.children}
    </section>
  );
}
