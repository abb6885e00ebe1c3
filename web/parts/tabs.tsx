/** Tabs with arrow keys; the chosen one is in the address, so that back and links work. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { useInSight } from './in-sight.ts';

export interface Tab {
  readonly key: string;
  readonly label: string;
  readonly show: () => ReactNode;
}

export function Tabs(p: { label: string; tabs: readonly Tab[]; param?: string }) {
  const param = p.param ?? 'tab';
  const search = useSearch({ strict: false }) as Record<string, string | undefined>;
  const navigate = useNavigate();
  const id = useId();
  const row = useRef<HTMLDivElement>(null);
  const chosen = p.tabs.find((t) => t.key === search[param]) ?? p.tabs[0];
  useInSight(row, '[aria-selected=true]', chosen?.key);
  const go = (key: string) =>
    void navigate({ to: '.', search: { ...search, [param]: key === p.tabs[0]?.key ? undefined : key } as never, replace: true, resetScroll: false });
  const move = (e: KeyboardEvent) => {
    const rtl = document.documentElement.dir === 'rtl' ? -1 : 1;
    const step = { ArrowRight: rtl, ArrowLeft: -rtl }[e.key];
    const at = chosen ? p.tabs.indexOf(chosen) : 0;
    const to = e.key === 'Home' ? 0 : e.key === 'End' ? p.tabs.length - 1 : step ? (at + step + p.tabs.length) % p.tabs.length : -1;
    const next = p.tabs[to];
    if (!next) return;
    e.preventDefault();
    go(next.key);
    document.getElementById(`${id}${next.key}`)?.focus();
  };
  if (!chosen) return null;
  return (
    <>
      <div className="tabs" ref={row} role="tablist" aria-label={p.label} onKeyDown={move}>
        {p.tabs.map((t) => (
          <button
            key={t.key}
            id={`${id}${t.key}`}
            type="button"
            role="tab"
            aria-selected={t === chosen}
            aria-controls={`${id}panel`}
            tabIndex={t === chosen ? 0 : -1}
            onClick={() => go(t.key)}
          >
            {t.label}
          </button>
        ))}
      </div>
      <div className="stack" role="tabpanel" id={`${id}panel`} aria-labelledby={`${id}${chosen.key}`}>
        {chosen.show()}
      </div>
    </>
  );
}
