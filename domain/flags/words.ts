/**
 * Words that a careful reader would stop at, in English and German (CON-5). Each pattern is read against one sentence. `but`: what makes it
 * harmless. They are meant to miss rather than to cry wolf: a flag that is wrong most of the time is not read any more.
 */
export interface Watch {
  readonly code: WordFlag;
  readonly severity: 'high' | 'low';
  readonly any: readonly RegExp[];
  readonly but?: readonly RegExp[];
}
export type WordFlag =
  | 'workBeforeFunding'
  | 'unlimitedRevisions'
  | 'paymentOutside'
  | 'contactOutside'
  | 'link'
  | 'rightsBeforePayment'
  | 'endingClause';

const LETTER = '[\\p{L}\\p{N}_]';
const EDGE = `(?:(?<!${LETTER})(?=${LETTER})|(?<=${LETTER})(?!${LETTER}))`;
/** A pattern for which ä, ö, ü and ß are letters: `\\b` and `\\w` alone know only English ones. */
const spelt = (p: RegExp): RegExp =>
  new RegExp(p.source.replaceAll('\\b', EDGE).replace(/\\w([*+])/g, `${LETTER}$1`), p.flags.includes('u') ? p.flags : `${p.flags}u`);

/** Work on payments: a shop that is to take PayPal says nothing about how its maker is paid. */
const BUILDS_PAYMENTS =
  /\b(?:checkout|integrat\w*|plug-?in|button|api|gateway|shop|store|webhook|customers?|visitors?|donations?|einbind\w*|anbind\w*|schnittstelle|kasse|kunden|besucher|spenden\w*)\b/i;
const PAID = '(?:pay|pays|paid|paying|payments?|payout|send|sends|sent|transfer(?:red)?|zahl\\w*|bezahl\\w*|überweis\\w*|überwies\\w*|schick\\w*)';
const SERVICE =
  '(?:paypal|venmo|zelle|revolut|skrill|payoneer|western union|moneygram|cash ?app|iban|wire transfer|bank transfer|bankkonto|banküberweisung|crypto|bitcoin|btc|usdt|krypto\\w*)';
const RIGHTS = '(?:rights?|copyright|ownership|intellectual property|rechte?|nutzungsrechte?n?|urheberrechte?|eigentum)';
const CONTRACT = '(?:contracts?|agreement|project|offer|order|engagement|vertrag\\w*|auftrag\\w*|projekt\\w*|zusammenarbeit)';
const near = (a: string, b: string): RegExp[] => [
  new RegExp(`(?<!\\p{L})${a}(?!\\p{L}).{0,80}?(?<!\\p{L})${b}(?!\\p{L})`, 'iu'),
  new RegExp(`(?<!\\p{L})${b}(?!\\p{L}).{0,80}?(?<!\\p{L})${a}(?!\\p{L})`, 'iu'),
];

const LIST: readonly Watch[] = [
  {
    code: 'workBeforeFunding',
    severity: 'high',
    any: [
      /\b(?:start|begin|work|deliver|finish)\w*\b.{0,60}\b(?:before|without|until)\b.{0,40}\b(?:fund(?:ed|ing|s)?|escrow|deposit(?:ed)?|held)\b/i,
      /\b(?:fund|deposit)\w*\b.{0,30}\b(?:later|afterwards|once (?:the )?work|after (?:the )?(?:work|delivery))\b/i,
      /\b(?:ohne|vor)\b.{0,30}\b(?:hinterleg\w*|treuhand\w*|einzahl\w*)/i,
      /\b(?:hinterleg\w*|einzahl\w*)\b.{0,40}\b(?:später|danach|hinterher|nach (?:der )?(?:arbeit|lieferung|abgabe))/i,
    ],
    but: [/\b(?:do not|don't|never|nicht|nie|kein\w*)\b/i],
  },
  {
    code: 'unlimitedRevisions',
    severity: 'high',
    any: [
      /\b(?:unlimited|endless|infinite|any number of|as many)\b.{0,30}\b(?:revisions?|changes?|rounds?|corrections?|edits?)\b/i,
      /\b(?:revis\w+|chang\w+|correct\w+|edit\w*|rework\w*)\b.{0,40}\buntil\b.{0,30}\b(?:happy|satisfied|perfect|we like)\b/i,
      /\b(?:unbegrenzt\w*|unbeschränkt\w*|beliebig (?:viele|oft)|so (?:viele|oft))\b.{0,40}\b(?:änder\w*|korrektur\w*|überarbeit\w*|schleifen|runden)/i,
      /(?<!\p{L})(?:änder\w*|korrektur\w*|überarbeit\w*)\b.{0,40}\bbis\b.{0,40}\b(?:zufrieden|gefällt|perfekt)\b/iu,
    ],
    but: [/\b(?:no|not|never|kein\w*|nicht)\s+(?:unlimited|endless|unbegrenzt\w*|unbeschränkt\w*|beliebig)/i],
  },
  {
    code: 'paymentOutside',
    severity: 'high',
    any: [
      ...near(PAID, SERVICE),
      /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/,
      /\bpaypal\.me\/|\bvenmo\.com\//i,
      ...near(PAID, '(?:outside|off)[ -](?:of )?(?:the |this )?(?:platform|site|escrow|fairhold)'),
      ...near(PAID, '(?:außerhalb|neben) (?:der |dieser |von )?(?:plattform|fairhold|seite)'),
      new RegExp(`\\b${PAID}\\b.{0,30}\\b(?:in cash|directly to you|in bar|direkt an (?:sie|dich))\\b`, 'i'),
    ],
    but: [BUILDS_PAYMENTS, /\b(?:never|not|no|nothing|nie|nicht|nichts|keine?)\b.{0,40}\b(?:outside|off|außerhalb|direct\w*|direkt)\b/i],
  },
  {
    code: 'contactOutside',
    severity: 'low',
    any: [
      /[\w.+-]+@[\w-]+\.[\w.-]*[a-z]{2,}/i,
      /(?<![\w.])\+\d{1,3}[\s()./-]*(?:\d[\s()./-]*){7,12}(?!\d)/,
      /\b(?:phone|tel|telephone|mobile|call me|text me|telefon\w*|handy|mobil|rufnummer|anruf\w*)\b\D{0,20}(?:\d[\s()./-]*){6,}/i,
      /\b(?:write|message|text|contact|reach|add|call|join|chat|talk)\b.{0,25}\b(?:whatsapp|telegram|signal|skype|discord|wechat)\b/i,
      /\b(?:whatsapp|telegram|signal|skype|discord|wechat)\b.{0,25}\b(?:schreib\w*|melde\w*|kontakt\w*|erreich\w*|anruf\w*)/i,
      /(?<!\p{L})(?:schreib\w*|meld\w*|kontakt\w*|erreich\w*)(?!\p{L}).{0,25}\b(?:whatsapp|telegram|signal|skype|discord|wechat)\b/iu,
      /\b(?:t\.me|wa\.me|discord\.gg)\//i,
    ],
  },
  { code: 'link', severity: 'low', any: [/\bhttps?:\/\/\S+|\bwww\.[\w-]+\.\w{2,}/i] },
  {
    code: 'rightsBeforePayment',
    severity: 'high',
    any: [
      ...near(RIGHTS, '(?:before|without|regardless of|irrespective of|independent of) (?:any |the |full )?payment'),
      ...near(
        RIGHTS,
        '(?:(?:up)?on|with|at) (?:the )?(?:delivery|creation|submission|signing|signature)|immediately|as soon as (?:it is|they are) (?:created|delivered)',
      ),
      ...near(
        RIGHTS,
        '(?:sofort|unabhängig von (?:der )?(?:be)?zahlung|vor (?:der )?(?:be)?zahlung|ohne (?:be)?zahlung|(?:mit|bei) (?:der )?(?:abgabe|lieferung|entstehung|erstellung|unterschrift))',
      ),
    ],
    but: [/\b(?:after|once|when|upon|on|until)\b.{0,20}\b(?:paid|payment)\b/i, /\b(?:nach|mit|bei|bis zur)\b.{0,15}(?:be)?zahlung/i],
  },
  {
    code: 'endingClause',
    severity: 'high',
    any: [
      ...near(CONTRACT, '(?:terminat\\w*|cancel\\w*|kündig\\w*|abbrech\\w*|beende[nt]?|automatically renew\\w*|verlänger\\w* sich)'),
      /\b(?:client|freelancer|either (?:side|party)|we|i) (?:may|can|will) (?:terminate|cancel|end)\b.{0,60}\b(?:any time|without|no notice|for any reason)\b/i,
      /\b(?:non-?refundable|no refunds?|penalt(?:y|ies)|liquidated damages|vertragsstrafe\w*|konventionalstrafe\w*|nicht erstatt\w*|keine (?:rück)?erstattung)\b/i,
    ],
  },
];

export const WATCHED: readonly Watch[] = LIST.map((watch) => ({
  ...watch,
  any: watch.any.map(spelt),
  ...(watch.but && { but: watch.but.map(spelt) }),
}));
