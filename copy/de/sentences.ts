/** Sentences in German. After "Am 3. Dez. …" the verb comes first, so amounts and what follows are put behind it. */

import { plural } from '../plural.ts';
import type { Sentences, SilenceParts, Whose } from '../sentences.ts';

const n = plural('de');

const join = (parts: readonly string[], word = 'und'): string =>
  parts.length > 1 ? `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1) ?? ''}` : (parts[0] ?? '');
const either = (parts: readonly string[]): string => join(parts, 'oder');

const inDays = (days?: number): string => (days ? ` (${n(days, { one: 'Werktag', other: 'Werktage' })})` : '');

const PARTS = {
  mediator: 'die Schlichtung',
  secondReader: 'die Zweitprüfung',
  arbitrator: 'das Schiedsgericht',
  staff: 'unser Team',
  bank: 'die Bank',
} as const;
function ifNothing(whose: Whose): string {
  if (whose === 'you') return 'Wenn Sie nichts tun';
  if (whose === 'both') return 'Wenn nichts geschieht';
  if (whose === 'nobody') return 'Ganz von selbst';
  return `Wenn ${typeof whose === 'string' ? PARTS[whose] : whose.name} nichts tut`;
}
function silence(p: SilenceParts): string {
  const parts: string[] = [];
  if (p.toClient) parts.push(`${p.toClient} zurück an ${p.client}`);
  if (p.released) parts.push(`${p.released.gross} an ${p.freelancer} (${p.released.net} nach Servicegebühr)`);
  const fees = p.arbitrationBack ? `gehen ${p.arbitrationBack} Schiedsgebühren zurück` : '';
  const what = parts.length > 0 ? `gehen ${join(parts)}` : fees || p.follows || 'endet es';
  return `${ifNothing(p.whose)}: Am ${p.at} ${what}.${fees && what !== fees ? ` Außerdem ${fees}.` : ''}`;
}
function have(whose: Whose): string {
  if (whose === 'you') return 'Sie haben Zeit';
  if (whose === 'both') return 'Beide haben Zeit';
  return typeof whose === 'string' ? 'Zeit' : `${whose.name} hat Zeit`;
}

export const SAY: Sentences = {
  inner: (title) => title,
  yourTurn: (what) => `Sie sind dran: ${what}`,
  bothCanAct: (what) => `Beide können handeln: ${what}`,
  waitingFor: (name, what) => `Warten auf ${name}: ${what}`,
  managersCan: (agency, managers) => `Das kann nur die Leitung von ${agency}${managers.length > 0 ? `: ${either(managers)}` : ''}.`,
  theseCan: (who) => (who.length > 1 ? `Das können nur ${either(who)}.` : `Das kann nur ${either(who)}.`),
  managerDecides: (agency, managers, what) => `Die Leitung von ${agency} entscheidet${managers.length > 0 ? ` (${either(managers)})` : ''}: ${what}`,
  youAnswered: (other) => `Sie haben geantwortet. Die Antwort von ${other} sehen Sie, wenn beide geantwortet haben oder die Frist vorbei ist.`,
  proposalMeant: (who, at) =>
    `${who ? `${who} will bis ${at} einen Vorschlag machen` : `Ein Vorschlag soll bis ${at} kommen`}. Dauert es länger, verlieren beide dadurch nichts.`,
  youPaid: (other) => `Sie haben gezahlt. Warten auf ${other}.`,
  bankHasIt: (by) => `Das Geld ist bei der Bank, bis spätestens ${by}.`,
  bankIsLate: (by) => `Das Geld sollte bis ${by} angekommen sein.`,
  ifNotThere: (owner, late) => {
    const report = owner ? `kann ${owner} es` : 'können Sie es';
    return late
      ? `Ist es nicht da, ${report} jetzt als vermisst melden.`
      : `Niemand muss etwas tun. Ist es bis dahin nicht da, ${report} als vermisst melden.`;
  },

  silence,
  next: (then) => (then ? `Dann ${then}` : ''),

  preview: (you, clauses) => `${you}${clauses.length > 0 ? `: ${clauses.join('; ')}` : ''}.`,
  isCharged: (card, total) => `${total} werden von ${card} abgebucht`,
  isPaid: (gross, freelancer, net) => `${gross} gehen an ${freelancer} (${net} nach Servicegebühr)`,
  givesBack: (freelancer, given, fee) => `${freelancer} gibt ${given} zurück und die Plattform ihre Gebühr von ${fee} darauf`,
  goesBack: (amount, client) => `${amount} gehen zurück an ${client}`,
  isGivenBack: (amount, owner) => `${amount} gehören wieder ${owner} und können ausgezahlt werden`,
  feesGoBack: (amount) => `${amount} Schiedsgebühren gehen zurück`,
  youAskBack: (amount) => `Sie fordern ${amount} zurück; bis das entschieden ist, bleibt das Geld hinterlegt`,
  staysHeld: (amount) => `${amount} bleiben hinterlegt`,
  buttons: {
    end: 'Vertrag beenden',
    endAndAsk: (amount) => `Vertrag beenden und ${amount} zurückfordern`,
    endAndPay: (amount) => `Vertrag beenden und ${amount} zahlen`,
    endAndGiveBack: (amount) => `Vertrag beenden und ${amount} zurückgeben`,
    approveAndPay: (amount) => `Abnehmen und ${amount} zahlen`,
    withSum: (button, amount) => `${button}: ${amount}`,
  },
  rows: {
    charged: (card) => `Abbuchung von ${card}`,
    intoEscrow: 'Wird hinterlegt',
    gets: (freelancer) => `${freelancer} bekommt`,
    serviceFee: 'Servicegebühr',
    gives: (freelancer) => `${freelancer} gibt zurück`,
    back: (client) => `Zurück an ${client}`,
    feesBack: (client) => `Gebühren zurück an ${client}`,
    held: 'Bleibt hinterlegt',
    heldUnlessMet: 'Hinterlegt, solange sich die Zahlen nicht treffen',
    heldAfter: 'Danach hinterlegt',
    together: 'Zusammen',
  },
  arrives: (amount, card, by, days) => `${amount} kommen spätestens am ${by} auf ${card} an${inDays(days)}.`,
  period: (p) => {
    if ('businessDays' in p) return n(p.businessDays, { one: 'Werktag', other: 'Werktage' });
    if ('hours' in p) return n(p.hours, { one: 'Stunde', other: 'Stunden' });
    if ('midnightAfterDays' in p) return `${n(p.midnightAfterDays, { one: 'Tag', other: 'Tage' })}, bis Mitternacht UTC`;
    return n(p.days, { one: 'Tag', other: 'Tage' });
  },
  onItsWay: (by, days, late) => (late ? `Es hätte bis ${by} ankommen sollen.` : `Es kommt spätestens am ${by} an${inDays(days)}.`),
  goesToBank: (amount, account) => `${amount} gehen an ${account}`,
  canPayOut: (freelancer, amount, from) => `${freelancer} kann ${amount} ab ${from} auszahlen lassen.`,
  opened: (whose, until, title) => `${have(whose)} bis ${until}: ${title}.`,
  final: {
    payment: (freelancer) => `Die Zahlung an ${freelancer} lässt sich nicht zurückholen.`,
    refund: (client) => `Die Rückzahlung an ${client} lässt sich nicht zurückholen.`,
    charge: (card) => `Von ${card} wird sofort abgebucht.`,
    ended: 'Ein beendeter Vertrag läuft nie wieder weiter.',
    statement: 'Ihre Stellungnahme und ihre Dateien lassen sich später nicht ändern.',
    award: 'Der Schiedsspruch ist endgültig.',
    bid: 'Ihre Zahl gilt, sobald Sie sie senden. Sie können sie nicht ändern und nicht zurückziehen.',
  },
  effects: {
    flagged: (sentence, quote) => `${sentence} „${quote}“`,
    added: (title, amount) => `Ein Meilenstein kommt dazu: „${title}“, ${amount}. Abgebucht wird erst, wenn das Geld dafür hinterlegt wird.`,
    changed: (terms) => `Das ändert sich: ${join(terms)}.`,
    cancelled: (n) => `${n === 1 ? 'Ein Meilenstein ohne hinterlegtes Geld entfällt' : `${n} Meilensteine ohne hinterlegtes Geld entfallen`}.`,
    unpaidGivenUp: (amount) => `Sie haben Arbeit abgegeben, die nicht gezahlt ist. Sie verzichten auf alles: ${amount}.`,
    heldGivenUp: (amount) => `Sie verzichten auf alles hinterlegte Geld: ${amount}.`,
    reviewStops: 'Die Prüfung der abgegebenen Arbeit endet. Durch Schweigen wird nichts mehr gezahlt.',
    atRisk: (together, gap, fee) => `Schlimmstenfalls verlieren Sie ${together}: die strittigen ${gap} und die Gebühr von ${fee}.`,
    askTime: (at, other, shared) => [
      `Damit verschiebt sich nichts: Die Frist bleibt ${at}, wenn unser Team nicht zustimmt.`,
      `Unser Team kann weniger Tage geben. ${shared ? `${other} hat dieselbe Frist und bekommt dieselben Tage.` : `Was Sie bekommen, bekommt ${other} bei der nächsten eigenen Frist.`}`,
    ],
    blind: ({ side, other, most, left }) => [
      `Jede Seite nennt verdeckt eine Zahl: ${side === 'freelancer' ? `Sie, was Sie mindestens nehmen würden, ${other}, was höchstens bei Ihnen bliebe` : `Sie, was Sie höchstens überlassen würden, ${other} das Mindeste`}.`,
      'Treffen sich die Zahlen, gilt ein Vergleich in der Mitte. Wenn nicht, erfahren beide nur das, und der Fall geht weiter.',
      'Niemand liest die Zahl der anderen Seite: keine Schlichtung, kein Schiedsgericht, niemand von unserem Team.',
      `In einem Fall werden Zahlen höchstens ${most === 1 ? 'einmal' : `${most}-mal`} gegenübergestellt, damit niemand eine Zahl ertasten kann${left < most ? `; noch ${left}-mal` : ''}.`,
    ],
    bid: ({ side, other, number, end, clauses, until }) => [
      side === 'freelancer'
        ? `Würde ${other} ${number} oder mehr überlassen, gilt ein Vergleich in der Mitte der beiden Zahlen: zwischen ${number} und ${end}.`
        : `Würde ${other} ${number} oder weniger nehmen, gilt ein Vergleich in der Mitte der beiden Zahlen: zwischen ${end} und ${number}.`,
      `Bei ${number}: ${clauses.join('; ')}.`,
      `Sonst bewegt sich nichts: Beide erfahren nur, dass sich die Zahlen nicht trafen. ${other} erfährt Ihre nicht.`,
      'Kommt es zum Vergleich, kann jede Seite aus dem Betrag errechnen, was die andere genannt hat.',
      until
        ? `Nennt ${other} bis ${until} keine Zahl, endet die Runde. Nichts bewegt sich, und niemand erfährt Ihre.`
        : `${other} hat eine Zahl genannt. Beide werden gegenübergestellt, sobald Sie Ihre senden.`,
    ],
    ifAccepted: (name, clauses, ends) => `Wenn ${name} annimmt: ${clauses.join('; ')}.${ends ? ' Der Vertrag endet.' : ''}`,
    feedback: 'Beide können eine Bewertung abgeben. Niemand sieht sie, bis beide bewertet haben oder die Frist vorbei ist.',
  },

  actsFor: (person, party) => `${person} für ${party}`,
  mediator: (person) => (person ? `${person} (Schlichtung)` : 'Die Schlichtung'),
  arbitrator: (person) => (person ? `${person} (Schiedsgericht)` : 'Das Schiedsgericht'),
  staff: (person) => (person ? `${person} (Team)` : 'Unser Team'),
  did: (name, they, more) => `${name} ${they}${more}.`,
  askedTime: (days, reason) => ` (${days === 1 ? 'einen Tag' : `${days} Tage`}): ${reason}`,
  forReason: (reason) => `: ${reason}`,
  extended: (days, reason) => ` um ${days === 1 ? 'einen Tag' : `${days} Tage`}: ${reason}`,
  because: (reason) => (reason ? ` (${reason.replace(/^(D(er|ie|as)|K?eine?|Nicht)(?= )/, (word) => word.toLowerCase())})` : ''),
  asks: {
    back: (amount) => ` und fordert ${amount} zurück`,
    claims: (amount) => ` und fordert ${amount}`,
    claim: (amount) => `: ${amount}`,
    sum: (amount) => `: ${amount}`,
    offers: (amount, freelancer) => `: ${amount} für ${freelancer}`,
  },
  begunAgain: 'Der Vertrag hat mit denselben Bedingungen neu begonnen.',
  walletOpened: 'Das Konto wurde eröffnet.',
  notAgreed: 'Es gibt keine Einigung: Dies ist die Mitteilung der Nichteinigung. Die Frist für die Schiedsgebühren beginnt.',
  moved: {
    held: (amount) => `${amount} sind hinterlegt.`,
    paid: (amount, freelancer) => `${amount} wurden an ${freelancer} gezahlt.`,
    back: (amount, client) => `${amount} gehen zurück an ${client}.`,
    feeHeld: (amount) => `${amount} Schiedsgebühr sind hinterlegt.`,
  },

  formerMember: 'Ein früheres Mitglied',
  noMilestone: 'Noch für keinen Meilenstein',
  thePlatform: 'der Plattform',
  exhibit: (n, title, by) => `Nr. ${n}: ${title}, von ${by}`,
  milestone: (n) => `Meilenstein ${n}`,
  ofMilestone: (term, n) => `${term} von Meilenstein ${n}`,
  fees: {
    service: (freelancer) => `Servicegebühr, von jeder Zahlung an ${freelancer}`,
    client: (client) => `Auftraggebergebühr, zusätzlich zu jeder Abbuchung bei ${client}`,
    initiation: 'Vertragsgebühr, einmalig',
  },
  cheaper: ({ client, freelancer, gap, share }) => [
    'Vergleichen Sie sich: Machen Sie ein Angebot oder nehmen Sie eines an. Das kostet nichts und schließt den Fall sofort ab.',
    `${client} kann nachgeben: ${gap} gehen an ${freelancer}.`,
    `${freelancer} kann die Forderung zurückziehen: ${gap} gehen zurück an ${client}.`,
    `Jede Gebühr ist ${share} der strittigen ${gap}.`,
  ],

  reminder: (title) => `Erinnerung: ${title}.`,
  aDeadline: 'eine Frist',
  subject: (happened, answerBy) => `${happened}${answerBy ? `: Antwort bis ${answerBy}` : ''}`,
  mail: {
    contract: 'Vertrag',
    yourAccount: 'Ihr Konto',
    when: 'Wann',
    heldNow: 'Jetzt hinterlegt',
    openContract: 'Vertrag öffnen',
    footer: 'Sie bekommen diese Mail, weil Sie an diesem Vertrag beteiligt sind. Es geschieht nichts, wenn Sie die Mail oder den Link öffnen.',
    deadline: 'Frist',
  },
  digest: {
    subject: (count, day) => `${n(count, { one: '# Neuigkeit', other: '# Neuigkeiten' })} aus Ihren Verträgen, ${day}`,
    lead: (count) =>
      n(count, {
        one: 'Das ist in Ihren Verträgen geschehen:',
        other: 'Diese # Dinge sind in Ihren Verträgen geschehen:',
      }),
    link: 'Mitteilungen öffnen',
    footer:
      'Sie wollten Ihre Neuigkeiten in einer Mail; das können Sie in den Einstellungen ändern. Rechtliches und was auf Sie wartet, kommt immer sofort.',
  },
  verifyMail: {
    subject: 'Bestätigen Sie Ihre Adresse für Fairhold',
    lead: 'Öffnen Sie diese Seite, um zu bestätigen, dass diese Adresse Ihnen gehört.',
    link: 'Meine Adresse bestätigen',
    footer: 'Wenn Sie das nicht verlangt haben, tun Sie nichts.',
  },
  webhookMail: {
    subject: 'Ein Webhook wurde abgeschaltet',
    lead: 'Ihre Adresse {url} hat seit fünf Tagen nichts angenommen oder sagt, dass es sie nicht mehr gibt. Es wird nichts mehr dorthin gesendet. Was wartet, bleibt 30 Tage: Schalten Sie sie wieder ein, wenn sie zuhört.',
    link: 'Ihre Webhooks öffnen',
    footer: 'Durch das Öffnen dieser Mail oder ihres Links geschieht nichts.',
  },
  passwordMail: {
    subject: 'Neues Passwort für Fairhold',
    lead: 'Öffnen Sie diese Seite, um ein neues Passwort zu wählen.',
    link: 'Neues Passwort wählen',
    footer: 'Wenn Sie das nicht verlangt haben, tun Sie nichts.',
  },
  securityMail: {
    link: 'Einstellungen öffnen',
    footer:
      'Waren Sie das nicht? Ändern Sie in den Einstellungen das Passwort und melden Sie sich überall sonst ab. Durch das Öffnen des Links geschieht nichts.',
  },
};
