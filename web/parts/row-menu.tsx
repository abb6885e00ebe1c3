/** What leads on from a row of a list: a menu beside the row's own link. One at a time; the focus goes back to its button. */
import type { MenuItem } from '@fairhold/client';
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef } from 'react';

export interface MenuAt {
  /** The button that opened it. */
  readonly by: HTMLElement;
  /** Begins at its end. */
  readonly last?: boolean;
}
const GAP = 4;
const isFile = (item: MenuItem): boolean => item.what === 'download' || item.what === 'caseFile';

export function RowMenu(p: { label: string; items: readonly MenuItem[]; at: MenuAt; close: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  const router = useRouter();
  const { at, close } = p;
  const all = (): HTMLElement[] => [...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  useLayoutEffect(() => {
    const menu = box.current;
    if (!menu) return;
    // Over everything, also over bars that stick.
    menu.showPopover();
    const place = () => {
      const button = at.by.getBoundingClientRect();
      const { width, height } = menu.getBoundingClientRect();
      const below = button.bottom + GAP + height <= innerHeight || button.top < height;
      const start = document.documentElement.dir === 'rtl' ? button.left : button.right - width;
      menu.style.top = `${scrollY + (below ? button.bottom + GAP : button.top - GAP - height)}px`;
      menu.style.left = `${Math.max(GAP, Math.min(start, document.documentElement.clientWidth - width - GAP))}px`;
    };
    place();
    // A phone is turned, a window is drawn smaller.
    window.addEventListener('resize', place);
    return () => window.removeEventListener('resize', place);
  }, [at]);
  useEffect(() => {
    const items = [...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    items.at(at.last ? -1 : 0)?.focus({ preventScroll: true });
  }, [at]);
  useEffect(() => {
    // Its button closes it by itself.
    const elsewhere = (e: PointerEvent) => {
      if (e.target instanceof Node && !box.current?.contains(e.target) && !at.by.contains(e.target)) close();
    };
    document.addEventListener('pointerdown', elsewhere);
    return () => document.removeEventListener('pointerdown', elsewhere);
  }, [at, close]);
  const back = () => {
    close();
    at.by.focus({ preventScroll: true });
  };
  const key = (e: KeyboardEvent) => {
    // Letters are the menu's while it is open: j and k of the list wait.
    e.stopPropagation();
    if (e.key === 'Tab') return close();
    const items = all();
    const here = items.indexOf(document.activeElement as HTMLElement);
    const from = (n: number) => items[(n + items.length) % items.length];
    const letter = e.key.length === 1 && e.key !== ' ' && !e.ctrlKey && !e.metaKey && !e.altKey;
    const to = letter
      ? [...items.slice(here + 1), ...items.slice(0, here + 1)].find((i) => i.textContent?.trim().toLowerCase().startsWith(e.key.toLowerCase()))
      : { ArrowDown: from(here + 1), ArrowUp: from(here - 1), Home: items[0], End: items.at(-1) }[e.key];
    if (e.key === 'Escape') back();
    else if (e.key === ' ') items[here]?.click();
    else if (to) to.focus();
    else return;
    e.preventDefault();
  };
  const go = (item: MenuItem) => (e: MouseEvent) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey) return;
    if (isFile(item)) return back();
    e.preventDefault();
    close();
    router.history.push(item.href);
  };
  return (
    <div ref={box} popover="manual" className="row-menu" role="menu" tabIndex={-1} aria-label={p.label} onKeyDown={key}>
      {p.items.map((item) =>
        item.blocked ? (
          <div key={item.what} role="menuitem" aria-disabled="true" tabIndex={-1}>
            {item.title}
            <span className="small soft">{item.blocked.sentence}</span>
          </div>
        ) : (
          <a
            key={item.what}
            role="menuitem"
            tabIndex={-1}
            href={item.href}
            data-what={item.what}
            {...(isFile(item) && { download: '' })}
            onClick={go(item)}
          >
            {item.title}
          </a>
        ),
      )}
    </div>
  );
}
