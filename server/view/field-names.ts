/** What the reader entered, as pages name it, and what is wrong with it, in their language. */
import { fill, termName, type Words } from '@fairhold/copy';
import type { FastifySchemaValidationError } from 'fastify/types/schema.js';

export interface FieldError {
  readonly field: string;
  readonly name: string;
  readonly message: string;
}
const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A field of an act, of the terms ("Amount of milestone 2"), or of what else is sent; one that no page asks for keeps its own name. */
export function fieldName(words: Words, field: string, act?: string): string {
  if (field.startsWith('milestones')) return upper(termName(words, field));
  const last = field.split('.').at(-1) ?? field;
  const own = act === undefined ? words.BODY_FIELDS[last] : (words.FIELDS[`${act}.${field}`]?.label ?? words.FIELDS[field]?.label);
  return own ?? words.FIELDS[last]?.label ?? upper(termName(words, field));
}

/** What a request does not fit in: the checker's own text is for programs, and in English. */
export function fieldErrors(words: Words, found: readonly FastifySchemaValidationError[]): FieldError[] {
  return found.map((v) => {
    const field = v.instancePath.slice(1).replaceAll('/', '.') || ((v.params['keys'] as string[] | undefined)?.[0] ?? 'body');
    const [problem, values] = faultOf(v);
    return { field, name: fieldName(words, field), message: fill(words.FIELD_PROBLEMS[problem] ?? '', values) };
  });
}

type Fault = readonly [problem: string, values: Record<string, unknown>];
const TYPES: Readonly<Record<string, string>> = {
  string: 'not_text',
  number: 'not_whole',
  int: 'not_whole',
  boolean: 'not_yes_or_no',
  array: 'not_a_list',
  object: 'not_an_object',
  record: 'not_an_object',
};
const FORMATS: Readonly<Record<string, string>> = { email: 'not_a_mail_address', date: 'not_a_date', url: 'not_a_web_address' };

function faultOf({ keyword, params, message }: FastifySchemaValidationError): Fault {
  const { origin, minimum, maximum } = params as { origin?: string; minimum?: number; maximum?: number };
  switch (keyword) {
    case 'invalid_type':
      return [message?.endsWith('undefined') ? 'missing' : (TYPES[String(params['expected'])] ?? 'does_not_fit'), {}];
    case 'too_small':
      return minimum === 1 && origin !== 'number' ? ['missing', {}] : ['at_least', { min: minimum }];
    case 'too_big':
      return origin === 'string' ? ['too_long', { max: maximum }] : ['too_many', { most: maximum }];
    case 'invalid_format':
      return [FORMATS[String(params['format'])] ?? 'does_not_fit', {}];
    case 'invalid_value':
      return ['not_a_choice', { options: (params['values'] as unknown[]).join(', ') }];
    case 'unrecognized_keys':
      return ['unknown_field', {}];
    default:
      return ['does_not_fit', {}];
  }
}
