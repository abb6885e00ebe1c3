/** The mail that tells an account's people that one of its webhooks was switched off. */
import { fill, wordsFor } from '@fairhold/copy';
import { renderMail } from './mail-render.ts';

/** In the language of who gets it. */
export function webhookOffMail(baseUrl: string, to: { readonly email: string; readonly locale: string }, url: string) {
  const { subject, lead, link, footer } = wordsFor(to.locale).SAY.webhookMail;
  const twins = renderMail({
    ...{ locale: to.locale, subject, lead: fill(lead, { url }), facts: [], footer },
    link: { label: link, href: `${baseUrl}/settings` },
  });
  return { to: to.email, subject, kind: 'webhook', ...twins };
}
