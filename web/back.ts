/** Signing in again leads back to where one was: what was being typed waits there as a draft. */
const BACK = 'back';

export const signInFromHere = (): string => `/sign-in?${new URLSearchParams({ [BACK]: location.pathname + location.search })}`;

/** Where to go after signing in: a page of this app, and nowhere else. */
export function backTo(search = location.search): string {
  const back = new URLSearchParams(search).get(BACK) ?? '';
  return /^\/(?![/\\])/.test(back) && new URL(back, location.origin).origin === location.origin ? back : '/';
}
