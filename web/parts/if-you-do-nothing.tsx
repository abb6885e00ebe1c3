/** Obligatory next to each open deadline: what silence does. The sentence comes from the server. */
import type { Deadline } from '@fairhold/client';
import type { Glance } from '../glance.ts';

export function IfYouDoNothing(p: { deadline: { readonly silence: Pick<Deadline['silence'], 'sentence'> }; glance?: Glance }) {
  return (
    <p className="silence" {...(p.glance && { 'data-glance': p.glance })}>
      {p.deadline.silence.sentence}
    </p>
  );
}
