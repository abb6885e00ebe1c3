/** What of a file can be shown on a page: the server says it with the content, by whether it is to be shown in place and as what. */
import { offline } from '../api.ts';
import { answered } from '../problem.ts';

export type Content =
  /** `href`: good for a minute or two. */
  | { readonly kind: 'picture' | 'document'; readonly href: string }
  | { readonly kind: 'text'; readonly text: string; readonly cut: boolean }
  /** Not to be shown: only to be saved. */
  | { readonly kind: 'none' }
  /** Said to be a picture, and is none that this browser can draw. */
  | { readonly kind: 'broken' };

/** So much of a text is shown; more only makes a page slow. */
const MOST_LETTERS = 200_000;

/** Asks for a file and reads of it what is needed. Throws problems. */
export async function contentOf(id: string, signal: AbortSignal): Promise<Content> {
  const res = await fetch(`/v1/files/${id}?inline=1`, { credentials: 'same-origin', signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw offline();
  });
  if (!res.ok) return answered<never>(res);
  const shown = res.headers.get('content-disposition')?.startsWith('inline');
  const type = res.headers.get('content-type') ?? '';
  if (shown && type.startsWith('text/plain')) return { kind: 'text', ...(await firstOf(res)) };
  await res.body?.cancel();
  if (shown && type.startsWith('image/')) return { kind: 'picture', href: res.url };
  return shown && navigator.pdfViewerEnabled ? { kind: 'document', href: res.url } : { kind: 'none' };
}

/** The beginning of a text, as letters and nothing else. */
async function firstOf(res: Response): Promise<{ text: string; cut: boolean }> {
  const reader = res.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    text += decoder.decode(value, { stream: !done });
    if (text.length > MOST_LETTERS) {
      await reader?.cancel();
      return { text: text.slice(0, MOST_LETTERS), cut: true };
    }
    if (done) return { text, cut: false };
  }
}
