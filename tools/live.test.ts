import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { follow } from '../web/live.ts';

class Stream extends EventTarget {
  static all: Stream[] = [];
  static readonly CLOSED = 2;
  readyState = 1;
  constructor() {
    super();
    Stream.all.push(this);
  }
  close(): void {
    this.readyState = 2;
  }
  says(type: string): void {
    this.dispatchEvent(new Event(type));
  }
}
const last = (): Stream => Stream.all.at(-1) as Stream;
const asked = vi.fn(() => Promise.resolve());
beforeEach(() => {
  Stream.all = [];
  asked.mockClear();
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Stream);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('NOT-5: what is unread is asked for again after every gap: a line that came back, and a stream that was refused and opened again', () => {
  const stop = follow({ invalidateQueries: asked, getQueryData: () => undefined } as never);
  last().says('hello');
  // The page has just read everything.
  expect(asked).toHaveBeenCalledTimes(0);
  last().says('error');
  last().says('hello');
  expect(asked).toHaveBeenCalledTimes(1);
  last().readyState = Stream.CLOSED;
  last().says('error');
  expect(Stream.all).toHaveLength(1);
  vi.advanceTimersByTime(31_000);
  expect(Stream.all).toHaveLength(2);
  last().says('hello');
  expect(asked).toHaveBeenCalledTimes(2);
  // Somebody else signs in: their page reads everything by itself.
  stop();
  const end = follow({ invalidateQueries: asked, getQueryData: () => undefined } as never);
  last().says('hello');
  expect(asked).toHaveBeenCalledTimes(2);
  end();
});
test('NOT-5: refused at once, what was told until it is let in is asked for', () => {
  const stop = follow({ invalidateQueries: asked, getQueryData: () => undefined } as never);
  last().readyState = Stream.CLOSED;
  last().says('error');
  vi.advanceTimersByTime(31_000);
  last().says('hello');
  expect(asked).toHaveBeenCalledTimes(1);
  stop();
});
