/** A list of any length: only the rows near the view are on the page. Rows have one height; the page itself scrolls. */
import { type ReactNode, useEffect, useRef, useState } from 'react';

/** Shorter lists are simply there. */
const FEW = 60;
const SPARE = 8;

export function VirtualList<T>(p: {
  items: readonly T[];
  /** Pixels, the gap included. */
  rowHeight: number;
  keyOf: (item: T) => string;
  render: (item: T) => ReactNode;
  /** Called when the end comes near and there may be more. */
  onEnd?: (() => void) | undefined;
}) {
  const box = useRef<HTMLUListElement>(null);
  const [range, setRange] = useState<readonly [number, number]>([0, FEW]);
  const { items, rowHeight, onEnd } = p;
  const virtual = items.length > FEW;
  useEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      const top = box.current?.getBoundingClientRect().top ?? 0;
      const first = Math.max(0, Math.floor(-top / rowHeight) - SPARE);
      const last = Math.ceil((innerHeight - top) / rowHeight) + SPARE;
      setRange((was) => (was[0] === first && was[1] === last ? was : [first, last]));
      if (last >= items.length) onEnd?.();
    };
    const soon = () => {
      frame ||= requestAnimationFrame(look);
    };
    look();
    addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', soon);
      removeEventListener('resize', soon);
    };
  }, [items.length, rowHeight, onEnd]);
  if (!virtual)
    return (
      <ul className="list" ref={box}>
        {items.map((item) => (
          <li key={p.keyOf(item)}>{p.render(item)}</li>
        ))}
      </ul>
    );
  const [first, last] = range;
  return (
    <ul className="list virtual" ref={box} style={{ blockSize: items.length * rowHeight }}>
      {items.slice(first, last).map((item, n) => (
        <li
          key={p.keyOf(item)}
          aria-setsize={items.length}
          aria-posinset={first + n + 1}
          style={{ insetBlockStart: (first + n) * rowHeight, blockSize: rowHeight - 10, display: 'grid' }}
        >
          {p.render(item)}
        </li>
      ))}
    </ul>
  );
}
