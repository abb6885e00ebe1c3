/** Who has to sign in again goes on in the field they were in: which one it was is kept in this tab, and what it is in is opened again. */

interface Left {
  readonly page: string;
  /** Selector of the field. */
  readonly field: string;
  /** Act and part of the form that it is in, as the form itself says. */
  readonly form: string | undefined;
  readonly caret: number | null;
}
const KEY = 'field';
const TRIES = 200;
const BEAT_MS = 50;
const here = (): string => location.pathname + location.search;

let last: Left | undefined;
/** Remembers the field that has the focus, and keeps it on the way to signing in; to be called once. */
export function watchFields(): void {
  document.addEventListener('focusout', ({ target: t }) => {
    if (!(t instanceof HTMLInputElement || t instanceof HTMLTextAreaElement || t instanceof HTMLSelectElement)) return;
    const field = t.id ? `[id="${CSS.escape(t.id)}"]` : `[name="${CSS.escape(t.name)}"][value="${CSS.escape(t.value)}"]`;
    const caret = t instanceof HTMLSelectElement ? null : t.selectionEnd;
    last = { page: here(), field, form: t.closest<HTMLElement>('[data-form]')?.dataset['form'], caret };
  });
  document.addEventListener(
    'click',
    (e) => {
      if (e.target instanceof Element && e.target.closest('a[href^="/sign-in?"]') && last?.page === here())
        sessionStorage.setItem(KEY, JSON.stringify(last));
    },
    true,
  );
}

/** Goes into the field that was left on this page, once. */
export function goOn(): void {
  const left = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Left | null;
  if (left?.page !== here()) return;
  sessionStorage.removeItem(KEY);
  enter(left);
}

function enter(left: Left, tries = TRIES, opened = false): void {
  // Whoever has gone on elsewhere is not called back.
  if (tries === 0 || document.activeElement?.matches('input,textarea,select')) return;
  const again = (now: boolean) => void setTimeout(() => enter(left, tries - 1, now), BEAT_MS);
  const field = document.querySelector<HTMLElement>(left.field);
  if (!field) {
    // Forms of acts open in a sheet of their own.
    const [act, on] = left.form?.split(' ') ?? [];
    const button = opened ? null : document.querySelector<HTMLElement>(`button[data-act="${act}"][data-on="${on}"]`);
    button?.click();
    again(opened || button !== null);
    return;
  }
  for (let fold = field.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) fold.open = true;
  field.scrollIntoView({ block: 'center' });
  field.focus({ preventScroll: true });
  if (left.caret !== null && (field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === 'text')))
    field.setSelectionRange(left.caret, left.caret);
  if (document.activeElement !== field) again(opened);
}
