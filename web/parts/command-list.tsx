/** What the command menu shows: everywhere one can go, and what can be done with what is on the page; and the list of the keys. */
import type { Action, Contract } from '@fairhold/client';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useMe } from '../api.ts';
import { w } from '../words.ts';

interface Command {
  readonly id: string;
  readonly label: string;
  readonly kind: string;
  readonly run: () => void;
}

/** Presses what stands for an act on the page, or goes to its form. False: it is not there. */
function reach(a: Action): boolean {
  const button = [...document.querySelectorAll<HTMLElement>(`:is(a, button)[data-act="${a.act}"][data-on="${a.on}"]`)].find((e) =>
    e.checkVisibility(),
  );
  if (button) {
    button.click();
    return true;
  }
  const form = document.querySelector<HTMLElement>(`main [data-form="${a.act} ${a.on}"]`);
  if (!form) return false;
  const folded = form.closest('details');
  if (folded) folded.open = true;
  form.scrollIntoView({ block: 'start' });
  (form.querySelector<HTMLElement>('input, textarea, select, summary') ?? form.querySelector('button'))?.focus({ preventScroll: true });
  return true;
}
/** On a page that is only now opened, and its parts come one after the other. */
const reachSoon = (a: Action, tries = 100): unknown => tries > 0 && !reach(a) && setTimeout(() => reachSoon(a, tries - 1), 50);

function useCommands(close: () => void): Command[] {
  const navigate = useNavigate();
  const client = useQueryClient();
  const me = useMe();
  const path = useLocation({ select: (l) => l.pathname });
  const id = /^\/contracts\/([0-9a-f-]{36})/.exec(path)?.[1] ?? '';
  const c = id ? client.getQueryData<Contract>(['contract', id]) : undefined;
  const staff = (me.data?.staff.length ?? 0) > 0;
  const places: readonly (readonly [string, string])[] = [
    ...(staff ? [[w.frame.queue, '/queue'] as const] : []),
    ...((me.data?.staff ?? []).some((r) => ['operator', 'support', 'finance', 'auditor'].includes(r))
      ? [[w.frame.console, '/console'] as const]
      : []),
    [w.frame.contracts, '/contracts'],
    ...(staff ? [] : [[w.contracts.makeOffer, '/offers/new'] as const, [w.frame.money, '/money'] as const]),
    [w.frame.notices, '/notices'],
    [w.frame.settings, '/settings'],
  ];
  /** Where an act is done: with the case, with the messages, in the workroom. */
  const goTo = (a: Action) => {
    const k = c?.case;
    if (k && a.group === 'case') return navigate({ to: '/contracts/$id/case/$case', params: { id, case: k.id } });
    return navigate({ to: '/contracts/$id', params: { id }, search: (a.group === 'messages' ? { tab: 'messages' } : {}) as never });
  };
  const acts = (c?.actions ?? [])
    .filter((a) => !a.blocked)
    .map((a) => ({
      id: `${a.on} ${a.act}`,
      label: a.title,
      // Two milestones have an 'Approve' each.
      kind: c?.milestones.find((m) => m.id === a.on)?.title ?? w.menu.here,
      run: () => {
        close();
        if (a.act === 'end' && a.on === 'contract') return void navigate({ to: '/contracts/$id/end', params: { id } });
        setTimeout(() => {
          if (!reach(a)) void goTo(a).then(() => reachSoon(a));
        });
      },
    }));
  return [
    ...acts,
    ...places.map(([label, to]) => ({
      id: to,
      label,
      kind: w.menu.go,
      run: () => {
        close();
        void navigate({ to });
      },
    })),
  ];
}

/** What one can do and where one can go, with a field to find it by. */
export function CommandList(p: { close: () => void }) {
  const commands = useCommands(p.close);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  // The first time this comes later than the sheet it is in.
  useEffect(() => {
    if (field.current?.closest('dialog[open]')) field.current.focus();
  }, []);
  const sought = text.trim().toLowerCase();
  const shown = commands.filter((c) => `${c.label} ${c.kind}`.toLowerCase().includes(sought));
  const chosen = Math.min(at, shown.length - 1);
  const key = (e: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step) setAt((chosen + step + shown.length) % Math.max(1, shown.length));
    else if (e.key === 'Enter') shown[chosen]?.run();
    else return;
    e.preventDefault();
  };
  return (
    <>
      <input
        ref={field}
        type="text"
        data-first
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}list`}
        aria-activedescendant={shown.length > 0 ? `${id}${chosen}` : undefined}
        aria-label={w.menu.label}
        placeholder={w.menu.placeholder}
        value={text}
        onChange={(e) => {
          setText(e.target.value);
          setAt(0);
        }}
        onKeyDown={key}
      />
      {shown.length === 0 && <p role="status">{w.menu.none}</p>}
      <div className="menu-list" role="listbox" id={`${id}list`} aria-label={w.menu.open}>
        {shown.map((c, n) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, as the pattern of a combobox wants it
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the input
          <div key={c.id} id={`${id}${n}`} role="option" aria-selected={n === chosen} onClick={c.run}>
            <span>{c.label}</span>
            <span className="small soft">{c.kind}</span>
          </div>
        ))}
      </div>
    </>
  );
}

export function KeyList(p: { staff: boolean }) {
  return (
    <>
      <p className="soft">{w.menu.keysIntro}</p>
      <dl className="facts">
        {w.menu.list
          .filter(([keys]) => p.staff || keys !== 'g q')
          .map(([keys, what]) => (
            <div key={keys} style={{ display: 'contents' }}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}
