/** Follows what others do: server-sent events where the server has them, else the pages' own asking. */
import type { QueryClient } from '@tanstack/react-query';

let heard = false;
/** How often a page asks by itself: rarely while it is told, often while it is not. */
export const following =
  (told: number, alone: number): (() => number) =>
  () =>
    heard ? told : alone;

/** Opens the stream; called once. What is being typed and where the focus is are not touched: only answers are asked for again. */
export function follow(queries: QueryClient): () => void {
  if (typeof EventSource === 'undefined') return () => undefined;
  const again = (...keys: string[]) => {
    for (const key of keys) void queries.invalidateQueries({ queryKey: [key] });
  };
  let stream: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Whether something may have been said that nobody heard: not before the first hello of all, when the page has just read everything.
  let missed = false;
  const open = () => {
    stream = new EventSource('/v1/events', { withCredentials: true });
    stream.addEventListener('hello', () => {
      if (heard || missed) void queries.invalidateQueries();
      heard = true;
      missed = false;
    });
    stream.addEventListener('contract', (e) => {
      const { id, seq } = JSON.parse((e as MessageEvent<string>).data) as { id: string; seq: number };
      const known = queries.getQueryData<{ seq: number }>(['contract', id]);
      if (known && known.seq >= seq) return;
      for (const key of ['contract', 'history', 'money']) void queries.invalidateQueries({ queryKey: [key, id] });
      again('contracts', 'queue', 'account', 'wallet', 'console');
    });
    stream.addEventListener('notice', () => again('notices', 'me'));
    stream.addEventListener('error', () => {
      // A browser comes back by itself unless the server said no: then nobody is signed in, or there is no stream.
      if (stream?.readyState !== EventSource.CLOSED) return;
      heard = false;
      missed = true;
      timer = setTimeout(open, 30_000);
    });
  };
  open();
  return () => {
    heard = false;
    clearTimeout(timer);
    stream?.close();
  };
}
