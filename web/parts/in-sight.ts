/** A row that scrolls sideways, like tabs on a phone, shows the entry one is at, and the one that has the focus. */
import { type RefObject, useEffect } from 'react';

/** Brings the entry that `at` selects to the middle of the row: when `here` changes, when the row or its letters get another width, and when the focus leaves the row. */
export function useInSight(row: RefObject<HTMLElement | null>, at: string, here: unknown): void {
  useEffect(() => {
    const all = row.current;
    if (!all || here === undefined) return;
    const centre = (entry: Element | null) => {
      const one = entry?.getBoundingClientRect();
      if (one) all.scrollLeft += one.left + one.width / 2 - (all.getBoundingClientRect().left + all.clientWidth / 2);
    };
    const show = () => centre(all.querySelector(at));
    // Browsers are content with an edge of what Tab comes to.
    const focused = (e: FocusEvent) => centre(e.target as Element);
    // Not under a finger or a pointer that is about to choose.
    const left = (e: FocusEvent) => !all.contains(e.relatedTarget as Node | null) && !all.matches(':hover') && show();
    show();
    all.addEventListener('focusin', focused);
    all.addEventListener('focusout', left);
    const sizes = new ResizeObserver(show);
    for (const each of [all, ...all.children]) sizes.observe(each);
    return () => {
      sizes.disconnect();
      all.removeEventListener('focusin', focused);
      all.removeEventListener('focusout', left);
    };
  }, [row, at, here]);
}
