/** The server's clock, as seen from here. */
import { useEffect, useState } from 'react';

/** The answer's `now`, moved on by the time since it came. */
export function useNow(serverNow: string): number {
  const [offset, setOffset] = useState(() => Date.parse(serverNow) - Date.now());
  const [, tick] = useState(0);
  useEffect(() => setOffset(Date.parse(serverNow) - Date.now()), [serverNow]);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 10_000);
    return () => clearInterval(timer);
  }, []);
  return Date.now() + offset;
}
