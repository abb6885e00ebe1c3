/** What the API's description says of every "no": one component, said of every operation in one place (RFC 9457, API-5). */
import { PROBLEMS } from '@fairhold/copy/en/problems';
import { REFUSALS } from '@fairhold/copy/en/refusals';
import { z } from 'zod';
import { Draft } from './routes/drafts.ts';
import { PolicyHold } from './view/console-schemas.ts';
import { Preview } from './view/schemas.ts';

/** Every code there are words for; what follows a dot only tells cases of one code apart. */
const CODES = [...new Set([...Object.keys(PROBLEMS).map((key) => key.split('.')[0] as string), ...Object.keys(REFUSALS)])].sort();

export const Problem = z
  .object({
    type: z.string().describe('Where it is explained'),
    title: z.string(),
    status: z.int().min(400).max(599).describe('The status of the answer'),
    code: z.enum(CODES).describe('For programs; does not change with the language'),
    detail: z.string().describe('What was wrong, with its values'),
    fix: z.string().describe('What a person on a page can do'),
    developer: z.string().optional().describe('What a program does about it, where that is something else'),
    rule: z.string().optional().describe('Id of the rule it follows'),
    requestId: z.string().describe('Also in `X-Request-Id`'),
    errors: z
      .array(z.object({ field: z.string(), name: z.string().describe('As pages name it'), message: z.string() }))
      .optional()
      .describe('What was wrong with which field'),
    preview: Preview.optional().describe('What the act would do now, when something has changed since it was looked at'),
    draft: Draft.optional().describe('What is stored, when another version was named'),
    faults: z.array(z.string()).optional().describe('What is wrong with a policy'),
    hold: PolicyHold.extend({ path: z.array(z.object({ window: z.string(), days: z.int() })) })
      .optional()
      .describe('How long a policy could hold money'),
  })
  .meta({ id: 'Problem', description: 'A problem document by RFC 9457' });

const REFERENCE = { $ref: '#/components/responses/Problem' };
const RESPONSE = {
  description: 'It was not done; why, and what to do about it.',
  headers: { 'Retry-After': { description: 'Seconds; with 429 and 503', schema: { type: 'integer', minimum: 0 } } },
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document, looked into by path
type Document = any;

/** The document with the problem among the answers of every operation. */
export function withProblems(document: Document): Document {
  for (const operations of Object.values<Record<string, Document>>(document.paths ?? {}))
    for (const operation of Object.values(operations)) operation.responses = { ...operation.responses, '4XX': REFERENCE, '5XX': REFERENCE };
  document.components = { ...document.components, responses: { ...document.components?.responses, Problem: RESPONSE } };
  return document;
}
