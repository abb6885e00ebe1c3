/** A mail as text and as HTML with the same contents. Nothing is loaded from elsewhere, so opening it tells nobody. */
import { directionOf, TEST_LOCALE, wordsFor } from '@fairhold/copy';

export interface MailContents {
  /** Of every text in it. */
  readonly locale: string;
  readonly subject: string;
  /** What happened, in one or two sentences; an empty line begins a new paragraph. */
  readonly lead: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** What happens if nobody acts (TIM-9). */
  readonly silence?: string | undefined;
  /** The same instant twice, already in words: in UTC and in the reader's zone. */
  readonly deadline?: { readonly utc: string; readonly local: string } | undefined;
  /** The one link; http or https. */
  readonly link: { readonly label: string; readonly href: string };
  readonly footer: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
/** Control characters and marks that turn the direction of writing have no place in a mail; line ends have. */
const clean = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]|[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]/gu, '');
const line = (text: string): string => clean(text).replace(/\s+/g, ' ').trim();
const paragraphs = (text: string): string[] =>
  clean(text)
    .trim()
    .split(/\n{2,}/);

function hrefOf(href: string): string {
  const url = new URL(href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(`a mail may link to pages only, not to ${url.protocol}`);
  return url.href;
}

function textOf(m: MailContents): string {
  const { deadline } = wordsFor(m.locale).SAY.mail;
  const blocks = [
    ...paragraphs(m.lead),
    m.facts.map(({ label, value }) => `${line(label)}: ${line(value)}`).join('\n'),
    m.deadline ? `${deadline}: ${line(m.deadline.utc)}\n${' '.repeat(deadline.length + 2)}${line(m.deadline.local)}` : '',
    m.silence ? line(m.silence) : '',
    `${line(m.link.label)}:\n${hrefOf(m.link.href)}`,
    `-- \n${clean(m.footer).trim()}`,
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

/** Mail programs know `left` and `right` only. */
const row = ({ label, value }: { label: string; value: string }, start: 'left' | 'right'): string =>
  `<tr><th align="${start}" valign="top" style="padding:2px 16px 2px 0;font-weight:normal;color:#57606a">${escaped(line(label))}</th>` +
  `<td valign="top" style="padding:2px 0">${escaped(line(value))}</td></tr>`;

function boxOf(m: MailContents): string {
  const inner = [
    m.deadline
      ? `<strong>${escaped(wordsFor(m.locale).SAY.mail.deadline)}: ${escaped(line(m.deadline.utc))}</strong><br>${escaped(line(m.deadline.local))}`
      : '',
    m.silence ? escaped(line(m.silence)) : '',
  ].filter(Boolean);
  return inner.length === 0
    ? ''
    : `<div style="margin:16px 0;padding:12px 16px;border-left:4px solid #b7791f;background:#fdf6e7">${inner.join('<br><br>')}</div>`;
}

function htmlOf(m: MailContents): string {
  const direction = directionOf(m.locale);
  const start = direction === 'rtl' ? 'right' : 'left';
  const href = escaped(hrefOf(m.link.href));
  const lead = paragraphs(m.lead).map((p) => `<p>${escaped(p).replaceAll('\n', '<br>')}</p>`);
  const facts =
    m.facts.length > 0
      ? `<table role="presentation" cellpadding="0" cellspacing="0">${m.facts.map((fact) => row(fact, start)).join('')}</table>`
      : '';
  return [
    `<!doctype html><html lang="${m.locale === TEST_LOCALE ? 'en' : escaped(m.locale)}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<title>${escaped(line(m.subject))}</title></head>`,
    '<body style="margin:0;padding:24px;background:#fff;color:#1b1f24;font:16px/1.5 system-ui,sans-serif"><div style="max-width:36em">',
    ...lead,
    facts,
    boxOf(m),
    `<p><a href="${href}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#1f4f8f;color:#fff;text-decoration:none">${escaped(line(m.link.label))}</a></p>`,
    `<p style="font-size:13px;color:#57606a">${escaped(clean(m.footer).trim()).replaceAll('\n', '<br>')}</p>`,
    '</div></body></html>',
  ].join('\n');
}

/**
 * Writes a mail as its two twins. All contents are taken as plain text and escaped.
 * @throws when the link is not an http(s) address: a bug of ours, never a user's input.
 */
export function renderMail(m: MailContents): { text: string; html: string } {
  return { text: textOf(m), html: htmlOf(m) };
}
