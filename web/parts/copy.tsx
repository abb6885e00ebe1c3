/** Copies a text, and says so where it was pressed. */
import { useEffect, useState } from 'react';
import { w } from '../words.ts';

export function Copy(p: { text: string; what: string }) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 3000);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <button
      type="button"
      className="btn small quiet"
      aria-label={w.states.copyWhat(p.what)}
      onClick={() => void navigator.clipboard.writeText(p.text).then(() => setDone(true))}
    >
      <span aria-live="polite">{done ? w.states.copied : w.states.copy}</span>
    </button>
  );
}
