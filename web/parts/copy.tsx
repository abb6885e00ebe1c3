/** Copies a text, and says so: where it was pressed, and to those who listen. */
import { useEffect, useState } from 'react';
import { w } from '../words.ts';
import { toast } from './undo-toast.tsx';

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
      className="btn small quiet in-text"
      aria-label={w.states.copyWhat(p.what)}
      onClick={() => void copied(p.text).then((yes) => yes && setDone(true))}
    >
      {done ? w.states.copied : w.states.copy}
    </button>
  );
}

/** Whether it was; a browser may refuse, and without https there is no clipboard at all. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return false;
  }
  toast(w.states.copied);
  return true;
}
