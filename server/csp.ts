/** What a browser may do with our answers: content security policies, one for the API, one a page with a nonce of its own. */
import { randomBytes } from 'node:crypto';

/** Answers of the API are read by programs; as a page they may do nothing. */
export const API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** A fresh nonce for each answer; an answer with one is never stored. */
export const newNonce = (): string => randomBytes(18).toString('base64');

/**
 * The web app: scripts and style elements by nonce; scripts so let in may load their own parts. No inline script, no eval. `files`: the origin
 * of uploads, where they have one of their own; from there pictures are shown, texts read and documents framed, nothing else (CFE-3).
 */
export const pagePolicy = (nonce: string, https: boolean, files?: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data:${files ? ` ${files}` : ''}`,
    "font-src 'self'",
    `connect-src 'self'${files ? ` ${files}` : ''}`,
    // Nothing of ours lets itself be framed but a document that somebody uploaded, in a sandbox (server/routes/file-content.ts).
    `frame-src ${files ?? "'self'"}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    ...(https ? ['upgrade-insecure-requests'] : []),
  ].join('; ');

/** The API reference: its library sets style attributes and makes style elements without a nonce; its scripts need one like ours. */
export const docsPolicy = (nonce: string, https: boolean): string =>
  pagePolicy(nonce, https).replace(/style-src [^;]+/, "style-src 'self' 'unsafe-inline'");

/** The page with the nonce on its scripts, styles and preloads, and where libraries look for it. */
export const withNonce = (html: string, nonce: string): string =>
  html
    .replaceAll(/<(script|style|link)(?=[\s>])/g, `<$1 nonce="${nonce}"`)
    .replace(/<head(?=[\s>])[^>]*>/, `$&<meta property="csp-nonce" nonce="${nonce}" content="${nonce}">`);
