/** Ctrl or Cmd K: everywhere one can go, and what can be done with what is on the page. `?` lists the keys. */
import type { Contract } from '@fairhold/client';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useMe } from '../api.ts';
import { w } from '../words.ts';
import { Sheet } from './basics.tsx';

const OFF = 'letters off';
export const lettersOff = (): boolean => localStorage.getItem(OFF) !== null;
export const setLettersOff = (off: boolean): void => (off ? localStorage.setItem(OFF, '1') : localStorage.removeItem(OFF));

interface Command {
  readonly label: string;
  readonly kind: string;
  readonly run: () => void;
}

/** What the page in view offers: its contract's actions, each by the button that stands for it. */
function useCommands(close: () => void): Command[] {
  const navigate = useNavigate();
  const client = useQueryClient();
  const me = useMe();
  const path = useLocation({ select: (l) => l.pathname });
  const id = /^\/contracts\/([0-9a-f-]{36})/.exec(path)?.[1];
  const c = id ? client.getQueryData<Contract>(['contract', id]) : undefined;
  const go = (to: string) => () => {
    close();
    void navigate({ to });
  };
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
  const acts = (c?.actions ?? [])
    .filter((a) => !a.blocked)
    .map((a) => ({
      label: a.title,
      kind: w.menu.here,
      run: () => {
        close();
        if (a.act === 'end' && a.on === 'contract') return void navigate({ to: '/contracts/$id/end', params: { id: id ?? '' } });
        const button = document.querySelector<HTMLElement>(`[data-act="${a.act}"]`);
        if (button) setTimeout(() => button.click());
        else void navigate({ to: '/contracts/$id', params: { id: id ?? '' } });
      },
    }));
  return [...acts, ...places.map(([label, to]) => ({ label, kind: w.menu.go, run: go(to) }))];
}

/** What one can do and where one can go, with a field to find it by. */
export function CommandList(p: { close: () => void }) {
  const commands = useCommands(p.close);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const shown = commands.filter((c) => c.label.toLowerCase().includes(text.trim().toLowerCase()));
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
          <div key={`${c.kind} ${c.label}`} id={`${id}${n}`} role="option" aria-selected={n === chosen} onClick={c.run}>
            <span>{c.label}</span>
            <span className="small soft">{c.kind}</span>
          </div>
        ))}
      </div>
    </>
  );
}

const typing = (e: Event): boolean =>
  e.target instanceof HTMLElement && (e.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName));

/** To the next row of a list, or the one before; Enter opens it. */
function step(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('main a.contract-row, main .list a.item, main .exhibit-list button')];
  // From a row's menu button, from its row.
  const here = document.activeElement;
  const at = rows.indexOf((here?.closest('.row-box')?.querySelector('a') ?? here) as HTMLElement);
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
  next?.focus();
  return next !== undefined;
}

export function CommandMenu() {
  const [open, setOpen] = useState<'menu' | 'keys'>();
  const navigate = useNavigate();
  const staff = (useMe().data?.staff.length ?? 0) > 0;
  const before = useRef('');
  useEffect(() => {
    const key = (e: globalThis.KeyboardEvent) => {
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') {
        e.preventDefault();
        return setOpen((was) => (was ? undefined : 'menu'));
      }
      if (e.ctrlKey || e.metaKey || e.altKey || typing(e) || lettersOff() || document.querySelector('dialog[open]')) return;
      const pair = before.current + e.key;
      before.current = e.key === 'g' ? 'g' : '';
      const to = { gc: '/contracts', gn: '/notices', gm: '/money', ...(staff && { gq: '/queue' }) }[pair];
      if (to) return void navigate({ to });
      if (e.key === '?') return setOpen('keys');
      if (e.key === 'j' || e.key === 'k') {
        if (step(e.key === 'j' ? 1 : -1)) e.preventDefault();
        return;
      }
      const search = e.key === '/' && document.querySelector<HTMLElement>('main input[type=search]');
      if (search) {
        e.preventDefault();
        search.focus();
      }
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, [navigate, staff]);
  const close = () => setOpen(undefined);
  return (
    <>
      <button type="button" className="btn quiet only-wide" aria-keyshortcuts="Control+K" onClick={() => setOpen('menu')}>
        {w.menu.open} <kbd>{w.menu.short}</kbd>
      </button>
      <Sheet open={open === 'menu'} title={w.menu.label} onClose={close}>
        <CommandList close={close} />
      </Sheet>
      <Sheet open={open === 'keys'} title={w.menu.keys} onClose={close}>
        <p className="soft">{w.menu.keysIntro}</p>
        <dl className="facts">
          {w.menu.list
            .filter(([keys]) => staff || keys !== 'g q')
            .map(([keys, what]) => (
              <div key={keys} style={{ display: 'contents' }}>
                <dt>
                  <kbd>{keys}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
        </dl>
      </Sheet>
    </>
  );
}
