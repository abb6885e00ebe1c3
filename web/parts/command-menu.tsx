/** Ctrl or Cmd K: everywhere one can go, and what can be done with what is on the page. `?` lists the keys. */
import { useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useMe } from '../api.ts';
import { w } from '../words.ts';
import { Sheet } from './basics.tsx';
import { later } from './later.tsx';

const load = () => import('./command-list.tsx');
const CommandList = later(() => load().then((m) => m.CommandList));
const KeyList = later(() => load().then((m) => m.KeyList));

const OFF = 'letters off';
export const lettersOff = (): boolean => localStorage.getItem(OFF) !== null;
export const setLettersOff = (off: boolean): void => (off ? localStorage.setItem(OFF, '1') : localStorage.removeItem(OFF));

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
  // What opens is not in what a narrow window leaves out: the keys are there too.
  return (
    <>
      <span className="end only-wide">
        <button type="button" className="btn quiet" aria-keyshortcuts="Control+K" onClick={() => setOpen('menu')}>
          {w.menu.open} <kbd>{w.menu.short}</kbd>
        </button>
      </span>
      <Sheet open={open !== undefined} title={open === 'keys' ? w.menu.keys : w.menu.label} onClose={close}>
        <Suspense>{open === 'keys' ? <KeyList staff={staff} /> : <CommandList close={close} />}</Suspense>
      </Sheet>
    </>
  );
}
