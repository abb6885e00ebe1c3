/** What a witness reads who has no account: four mails, and what an invitation says (DSP-10..12). */
export const WITNESS_MAILS = {
  invited: {
    subject: '{by} asks you what you know about “{title}”',
    lead: 'Dear {name},\n\n{by} and {other} disagree about the contract “{title}”. {by} says that you know something about it, and asks you for a statement. You need no account, and you may decline.',
    link: 'Read what is asked',
    footer:
      'Nothing happens by opening this mail or its link. The link is for you alone: do not pass it on. If you do not know {by}, decline or do nothing.',
  },
  reminded: {
    subject: 'Until {at}: what you know about “{title}”',
    lead: 'Dear {name},\n\n{by} asked you for a statement about the contract “{title}”, on which {by} and {other} disagree. Your time for it ends on {at}. You need no account, and you may decline. This is the only reminder.',
    link: 'Read what is asked',
    footer:
      'Nothing happens by opening this mail or its link. The link is for you alone: do not pass it on. If you do not know {by}, decline or do nothing.',
  },
  received: {
    subject: 'Your statement about “{title}” is on the record',
    lead: 'Dear {name},\n\nyour statement has arrived. {client} and {freelancer} can read it now, and so can whoever decides about their disagreement. It cannot be changed or taken back.',
    link: 'About Fairhold',
    footer: 'Keep this mail: it is your receipt. Nothing more is asked of you.',
  },
  withdrawn: {
    subject: 'Your statement about “{title}” is no longer needed',
    lead: 'Dear {name},\n\n{by} has withdrawn the invitation to make a statement. The link that we sent you does not work any more.',
    link: 'About Fairhold',
    footer: 'There is nothing that you have to do.',
  },
} satisfies Readonly<Record<string, { readonly subject: string; readonly lead: string; readonly link: string; readonly footer: string }>>;

export const WITNESS = {
  about: 'What is asked',
  statement: 'What you wrote',
  hash: 'Its SHA-256 checksum',
  until: 'You have until',
  reads: 'Both sides, {client} and {freelancer}, read it at once, and so does whoever mediates or arbitrates between them.',
  record: 'It becomes part of the record under your name, as the statement of a witness whom {by} invited.',
  silent: 'If {name} says nothing by {at}, nothing happens. The case goes on and no deadline moves.',
  you: 'If you do nothing, nothing happens to you. The case goes on without your statement.',
  ends: 'The time may end earlier: when the case ends, or goes to arbitration.',
  keepsAddress: 'We keep your mail address to reach you about this. {by} gave it to us; {other} does not see it.',
  keepsUntil: 'The address is erased {days} days after the case is over. Without a statement, your name is erased with it.',
  keepsStatement: 'Your name and your statement stay with the contract as long as its record does.',
  sees: '{other} sees at once whom you invite and what you ask about, but not the mail address.',
  waits: 'The witness has until {at}. Silence changes nothing: the case goes on and no deadline moves.',
  stays: 'You can withdraw the invitation until it is answered. A statement cannot be taken back.',
  alike: '{other} may invite just as many witnesses: {most}.',
  unchecked: 'Nobody has checked who the witness is.',
  final: 'Your statement cannot be changed or taken back.',
  somebody: 'A witness',
} satisfies Readonly<Record<string, string>>;
