/** What a state of a page is, and how the lists of them name one. */
import type { Page } from 'playwright-core';
import type { House } from './house.ts';

export interface PageState {
  readonly name: string;
  /** What must be seen at a glance here: a page of web/glance.ts; a case is several of them, by its stage. */
  readonly page: string;
  readonly also?: string;
  /** Key of a person; undefined: nobody is signed in. */
  readonly who?: string;
  readonly path: (h: House) => string;
  /** Before the address is opened, e.g. to let requests fail. */
  readonly before?: (page: Page) => Promise<unknown>;
  /** After the page is there. Nothing is confirmed: the world stays as it is. */
  readonly enter?: (page: Page, h: House) => Promise<unknown>;
  /** It changes the world: the second time it would be another state. */
  readonly once?: true;
  /** The page never gets ready: it shows that it is loading, or that it cannot; `enter` waits until it does. */
  readonly unready?: true;
}

export const at = (page: string, name: string, who: string | undefined, path: string, more: Partial<PageState> = {}): PageState => ({
  name,
  page,
  ...(who && { who }),
  path: () => path,
  ...more,
});
/** Requests that never get an answer. */
export const stuck = (pattern: string) => (page: Page) => page.route(pattern, () => new Promise(() => undefined));
/** The page is its own shape now, and says that it loads. */
export const loading: PageState['enter'] = (page) => page.locator('[aria-busy=true] [role=status]', { hasText: /\S/ }).first().waitFor();
