/** Scripts that come later, over a network that goes away and from servers that have a new release by then. */

const pause = (ms: number) => new Promise((ok) => setTimeout(ok, ms));
const reachable = (): Promise<boolean> =>
  fetch('/', { cache: 'no-store' }).then(
    (r) => r.ok,
    () => false,
  );
/** Failures in a row with the server there: a moment's trouble is over by then, and what is gone stays gone. */
const ENOUGH = 3;

/**
 * What `load` brings. While the server cannot be reached it is tried again, for as long as it takes; what fails although the server is
 * there, like a script that a new release no longer has, throws: only the page loaded anew has the right names.
 */
export async function again<T>(load: () => Promise<T>): Promise<T> {
  let failed = 0;
  for (let n = 0; ; n += 1) {
    try {
      return await load();
    } catch (error) {
      failed = (await reachable()) ? failed + 1 : 0;
      if (failed >= ENOUGH) throw error;
      await pause(Math.min(300 * 2 ** n, 5000));
    }
  }
}
