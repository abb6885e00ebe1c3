/** Rights, checklists and other small texts, in German. */
import type { Language } from '../types.ts';

export const RIGHTS: Language['RIGHTS'] = {
  unpaid: 'Bei {freelancer}, bis gezahlt ist.',
  paidInFull: 'Bei {client}: Es ist ganz gezahlt.',
  paidInPart: 'Bei {client} zu {share}, dem gezahlten Teil; der Rest bei {freelancer}.',
};
export const CHECKLIST: Language['CHECKLIST'] = {
  client: [
    'Nehmen Sie Zugänge zurück, die Sie gegeben haben: Konten, Server, Dokumente.',
    'Geben Sie Material zurück, das Ihnen nicht gehört, oder löschen Sie es.',
    'Sichern Sie, was Sie aus Nachrichten und Dateien brauchen.',
  ],
  freelancer: [
    'Übergeben Sie, was bezahlt ist.',
    'Geben Sie Konten, Schlüssel und Material von {client} zurück.',
    'Sichern Sie, was Sie aus Nachrichten und Dateien brauchen.',
  ],
};
export const TALK_FIRST: Language['TALK_FIRST'] = {
  client: 'Guten Tag {freelancer}, ich überlege, unseren Vertrag „{title}“ zu beenden. Können wir vorher darüber sprechen?',
  freelancer: 'Guten Tag {client}, ich überlege, unseren Vertrag „{title}“ zu beenden. Können wir vorher darüber sprechen?',
};
export const EXHIBITS: Language['EXHIBITS'] = {
  terms: 'Bedingungen, Fassung {title}',
  change: 'Vorgeschlagene Vertragsänderung ({title})',
  submission: 'Abgabe: {title}',
  release: 'Zahlung',
  messages: 'Alle Nachrichten',
  statement: 'Stellungnahme',
  addendum: 'Ergänzung der Stellungnahme',
  evidence: 'Datei: {title}',
  furtherStatement: 'Weitere Stellungnahme',
  witness: 'Zeugenaussage von {title}, gebeten von {by}, nicht geprüft',
};
export const TOPICS: Language['TOPICS'] = {
  scope: 'Umfang',
  delivery: 'Lieferung',
  changes: 'Änderungen',
  communication: 'Verständigung',
  quality: 'Qualität',
};
export const TOPICS_ABOUT: Language['TOPICS_ABOUT'] = {
  scope: 'Was zu tun war, und was nicht.',
  delivery: 'Was übergeben wurde, und wann.',
  changes: 'Was sich unterwegs geändert hat, und wer zugestimmt hat.',
  communication: 'Was gesagt und beantwortet wurde, und wann.',
  quality: 'Ob es so gut ist wie vereinbart.',
};
export const EVIDENCE: Language['EVIDENCE'] = {
  scope: 'Was vereinbart war',
  deliveries: 'Was abgegeben wurde',
  changes: 'Vereinbarte Änderungen',
  messages: 'Nachrichten hier',
  elsewhere: 'Was Sie anderswo besprochen haben',
  'result.client': 'Was fehlt oder nicht geht',
  'result.freelancer': 'Dass es geht wie vereinbart',
  'progress.client': 'Was Sie von der Arbeit bekommen haben',
  'progress.freelancer': 'Die Arbeit, die Sie getan haben',
  'waiting.client': 'Wann Sie gegeben haben, was nötig war',
  'waiting.freelancer': 'Worauf Sie gewartet haben',
};
export const EVIDENCE_ABOUT: Language['EVIDENCE_ABOUT'] = {
  scope: 'Die Bedingungen, wie beide sie angenommen haben.',
  deliveries: 'Abgaben mit ihren Dateien, jede mit Datum.',
  changes: 'Änderungen am Vertrag, und wer zugestimmt hat.',
  messages: 'Das ganze Gespräch zu diesem Vertrag.',
  elsewhere: 'Mails, Chats oder Notizen zu Anrufen außerhalb dieses Vertrags.',
  'result.client': 'Bilder, eine Aufnahme oder eine Liste der Fehler und wie man sie sieht.',
  'result.freelancer': 'Bilder, eine Aufnahme oder Testergebnisse.',
  'progress.client': 'Entwürfe, Zugänge oder Dateien, die Sie erhalten haben.',
  'progress.freelancer': 'Entwürfe, Stundenzettel oder Belege über Ausgaben.',
  'waiting.client': 'Wann {freelancer} Zugang, Texte oder Antworten von Ihnen hatte.',
  'waiting.freelancer': 'Was Sie von {client} brauchten, wann Sie gefragt haben und wann es kam.',
};
export const TOPIC_STANDS: Language['TOPIC_STANDS'] = { agreed: 'unstrittig', disputed: 'strittig' };
export const TERM_NAMES: Language['TERM_NAMES'] = {
  title: 'Titel',
  scope: 'Umfang',
  jobPost: 'Ausschreibung',
  budget: 'vereinbarter Preis',
  serviceFee: 'Servicegebühr',
  files: 'Dateien',
  description: 'Beschreibung',
  amount: 'Betrag',
  dueDate: 'Termin',
  criteria: 'Anforderungen',
  revisionLimit: 'Zahl der Nachbesserungen',
  milestones: 'Meilenstein',
};
export const TURNS: Language['TURNS'] = {
  mediator: 'Warten auf die Schlichtung',
  noMediator: 'Warten, bis jemand die Schlichtung übernimmt',
  arbitrator: 'Warten auf das Schiedsgericht',
  noArbitrator: 'Warten, bis jemand das Schiedsverfahren übernimmt',
  staff: 'Warten auf unser Team',
  bank: 'Warten auf die Bank',
  nobody: 'Nichts zu tun',
  'milestone.planned': 'Geld für den Meilenstein hinterlegen',
  'milestone.funded': 'Arbeit erledigen und abgeben',
  'milestone.changes': 'Nachbessern und neu abgeben',
  secondReader: 'Warten auf die Zweitprüfung',
  'yours.case.queued': 'Fall übernehmen und einen Vorschlag machen',
  'yours.case.mediating': 'Vorschlag machen',
  'yours.case.reviewing': 'Zweitprüfung des Vorschlags',
  'yours.case.overdue': 'Vorschlag machen, die Zeit dafür ist vorbei',
  'yours.case.hearing': 'Schiedsspruch fällen',
  'yours.case.awardOverdue': 'Schiedsgericht neu besetzen',
  allPaid: 'Alles ist gezahlt. Beenden Sie den Vertrag, oder führen Sie ihn mit einem neuen Meilenstein weiter.',
  allPaidOther: 'Alles ist gezahlt. Der Auftraggeber kann den Vertrag beenden, weiterführen oder einen Meilenstein hinzufügen.',
};
export const CONTRACT_STATES: Language['CONTRACT_STATES'] = {
  offered: 'Angebot offen',
  countered: 'Änderungen vorgeschlagen',
  declined: 'Angebot abgelehnt',
  withdrawn: 'Angebot zurückgezogen',
  expired: 'Angebot verfallen',
  active: 'Läuft',
  ended: 'Beendet',
  closed: 'Abgeschlossen',
};
export const MENU: Language['MENU'] = {
  download: 'Vertrag als JSON sichern',
  caseFile: 'Fallakte sichern',
  case: 'Zum Fall',
};
export const KINDS: Language['KINDS'] = { fixed: 'Meilensteine' };
export const STATEMENT: Language['STATEMENT'] = {
  statement: 'Kontoauszug',
  period: '{from} bis {to}',
  zone: 'Tage und Zeiten in {zone}.',
  filtered: 'Nur Zeilen zu: {filter}. Die Bestände sind die des ganzen Kontos.',
  leftOut: 'Vom Filter ausgelassen ({filter}), Zeilen: {count}',
  madeAt: 'Erstellt {at}.',
  nothing: 'Bis zum Ende dieses Zeitraums war nichts hinterlegt, und nichts hat sich bewegt.',
  opening: 'Anfangsbestand',
  closing: 'Endbestand',
  in: 'Eingegangen',
  out: 'Abgegangen',
  total: 'Alles zusammen',
  fees: 'Gebühren, die zusätzlich von der Karte abgebucht wurden',
  cameFrom: '{book}, von {counter} ({rule})',
  wentTo: '{book}, an {counter} ({rule})',
  page: 'Seite {n} von {of}',
  escrow: 'In Treuhand hinterlegt',
  available: 'Verfügbar',
  pending: 'In der Sicherheitsfrist',
  credit: 'Guthaben',
  refunds: 'Rückzahlungen unterwegs',
  payouts: 'Auszahlungen unterwegs',
  at: 'Zeit (UTC)',
  when: 'Zeit',
  what: 'Was',
  title: 'Vertrag',
  book: 'Wo',
  counter: 'Von oder an',
  by: 'Wodurch',
  rule: 'Regel',
  amount: 'Betrag',
  balance: 'Bestand danach',
  currency: 'Währung',
  contract: 'Vertragsnummer',
  silence: 'Schweigen',
  platform: 'die Plattform',
  staff: 'unsere Mitarbeiter',
};
export const UNNAMED: Language['UNNAMED'] = {
  client: 'die Auftraggeberseite',
  freelancer: 'die Freelancer-Seite',
  other: 'jemand',
  otherSide: 'die andere Seite',
};
export const ROLES: Language['ROLES'] = {
  client: 'Auftraggeber',
  freelancer: 'Freelancer',
  member: 'Mitglied der Agentur',
  mediator: 'Schlichtung',
  arbitrator: 'Schiedsgericht',
  support: 'Support',
  finance: 'Finanzen',
  operator: 'Betreiber',
  auditor: 'Prüfung',
  witness: 'wer um eine Aussage gebeten ist',
  bank: 'Bank',
};
export const CONFLICTS: Language['CONFLICTS'] = {
  party: 'Sie sind selbst Partei dieses Vertrags.',
  agency: 'Sie gehören zu einer Agentur, die Partei dieses Vertrags ist.',
  before: 'Sie haben in den letzten 90 Tagen einen Fall einer der beiden Seiten geschlichtet.',
  thisCase: 'Sie haben diesen Fall geschlichtet.',
};
export const DEMO_PEOPLE: Language['DEMO_PEOPLE'] = {
  ben: 'Ein Auftraggeber mit Verträgen in jedem Stand.',
  clara: 'Eine Auftraggeberin, deren Karte manchmal abgelehnt wird.',
  ana: 'Eine Freelancerin: Animation und Gestaltung.',
  raj: 'Ein Freelancer: Texte und Websites.',
  mara: 'Leitet die Agentur Studio Nord.',
  moe: 'Ein Mitglied von Studio Nord: gibt Arbeit ab, entscheidet nichts.',
  mia: 'Eine Schlichterin.',
  max: 'Noch ein Schlichter; prüft hohe Vorschläge als Zweiter.',
  nia: 'Eine Schlichterin ohne Fall: nichts verbindet sie mit jemandem.',
  art: 'Ein Schiedsrichter.',
  sue: 'Support: kann mehr Zeit geben, mit Begründung.',
  finn: 'Finanzen: ob das Geld stimmt.',
  olga: 'Betreibt diese Installation.',
};
export const SANDBOX_CARDS: Language['SANDBOX_CARDS'] = {
  card_ok: 'funktioniert',
  card_declined: 'wird abgelehnt',
  card_insufficient: 'nicht genug Geld',
  card_slow: 'antwortet 10 Sekunden zu spät',
  card_timeout_before: 'der erste Aufruf geht verloren',
  card_timeout_after: 'bucht ab, aber die Antwort geht verloren',
  card_notifies_twice: 'meldet sich zweimal',
  card_never_notifies: 'bucht ab, ohne sich zu melden',
  card_refund_returns: 'Rückzahlungen kommen zurück',
  card_refund_fails: 'Rückzahlungen werden abgelehnt',
};
export const SECURITY: Language['SECURITY'] = {
  passwordChanged: { subject: 'Ihr Passwort wurde geändert', lead: 'Das Passwort Ihres Kontos wurde geändert.' },
  factorOn: { subject: 'Anmelden braucht jetzt einen Code', lead: 'Für Ihr Konto wurde der zweite Faktor eingeschaltet.' },
  factorOff: { subject: 'Anmelden braucht keinen Code mehr', lead: 'Für Ihr Konto wurde der zweite Faktor ausgeschaltet.' },
  codesMade: { subject: 'Neue Ersatzcodes', lead: 'Es wurden neue Ersatzcodes erstellt. Die alten gelten nicht mehr.' },
  mailAsked: {
    subject: 'Ihre Mailadresse soll geändert werden',
    lead: 'Ihr Konto soll die Adresse {to} bekommen. Sie gilt, sobald diese Adresse bestätigt ist.',
  },
  mailChanged: {
    subject: 'Ihre Mailadresse wurde geändert',
    lead: 'Ihr Konto hat jetzt die Adresse {to}. An diese hier gehen keine Mails mehr.',
  },
  erasureAsked: {
    subject: 'Ihr Konto wird am {at} gelöscht',
    lead: 'Sie wollen Ihr Konto löschen lassen. Das geschieht am {at}. Bis dahin können Sie es in den Einstellungen stoppen.',
  },
  keyMade: {
    subject: 'Neuer API-Schlüssel: {key}',
    lead: 'Für Ihr Konto wurde der API-Schlüssel „{key}“ erstellt. Ein Programm, das ihn hat, handelt in Ihrem Namen, bis Sie ihn widerrufen.',
  },
  readKeyMade: {
    subject: 'Neuer API-Schlüssel: {key}',
    lead: 'Für Ihr Konto wurde der API-Schlüssel „{key}“ erstellt. Ein Programm, das ihn hat, liest, was Sie lesen können, bis Sie ihn widerrufen.',
  },
  keyRevoked: {
    subject: 'API-Schlüssel widerrufen: {key}',
    lead: 'Der API-Schlüssel „{key}“ Ihres Kontos wurde widerrufen. Programme, die ihn haben, kommen nicht mehr herein.',
  },
  webhookMade: { subject: 'Neuer Webhook für {account}', lead: '{by} lässt die Schritte der Verträge von {account} an {url} senden.' },
  webhookDropped: { subject: 'Webhook von {account} gelöscht', lead: '{by} hat den Webhook an {url} gelöscht. Dorthin wird nichts mehr gesendet.' },
  secretRotated: {
    subject: 'Neues Geheimnis für einen Webhook von {account}',
    lead: '{by} hat dem Webhook an {url} ein neues Geheimnis gegeben. 24 Stunden lang signiert auch das alte noch mit.',
  },
  rotationEnded: {
    subject: 'Ein altes Geheimnis von {account} signiert nicht mehr',
    lead: '{by} hat den Wechsel für {url} beendet. Es signiert nur noch das neue Geheimnis.',
  },
  teamManager: {
    subject: '{person} leitet jetzt {account}',
    lead: '{by} hat {person} die Leitung von {account} gegeben. Wer leitet, entscheidet über Verträge und Geld.',
  },
  teamMember: {
    subject: '{person} ist jetzt Mitglied von {account}',
    lead: '{by} hat {person} zum Mitglied von {account} gemacht. Mitglieder geben Arbeit ab und entscheiden nichts.',
  },
  teamLeft: { subject: '{person} gehört nicht mehr zu {account}', lead: '{by} hat {person} aus {account} herausgenommen.' },
  passkeyAdded: {
    subject: 'Neuer Passkey: {key}',
    lead: 'Für Ihr Konto gilt jetzt auch der Passkey „{key}“. Wer ihn hat, kann sich als Sie anmelden.',
  },
  passkeyRemoved: { subject: 'Passkey entfernt: {key}', lead: 'Der Passkey „{key}“ Ihres Kontos wurde entfernt. Damit meldet sich niemand mehr an.' },
  erased: { subject: 'Ihr Konto wurde gelöscht', lead: 'Ihr Konto wurde gelöscht, wie Sie es wollten. Das ist unsere letzte Mail an Sie.' },
};
export const ERASURE: Language['ERASURE'] = {
  goes: {
    profile: 'Ihr Name, Ihre Mailadresse, Zeitzone und Sprache',
    signIn: 'Passwort, Passkeys, zweiter Faktor, Sitzungen und API-Schlüssel',
    banks: 'Ihre Bankkonten und Karten',
    words: 'Ihre Entwürfe, Mitteilungen und Mails, und Dateien, die kein Vertrag nennt',
    rest: 'Ihre Webhooks und Ihre Plätze in Agenturen',
  },
  stays: {
    contracts: {
      what: 'Ihre Verträge, mit Nachrichten und Dateien',
      why: 'Die andere Seite braucht sie als Beweis, was vereinbart und getan wurde.',
    },
    books: { what: 'Jede Bewegung von Geld', why: 'Die Bücher müssen aufgehen, und das Gesetz verlangt, sie aufzubewahren.' },
    record: {
      what: 'Der verkettete Verlauf dessen, was getan wurde',
      why: 'Fehlte ein Schritt, ließe sich der Rest nicht beweisen. Ihr Name steht in keinem.',
    },
  },
  blockers: {
    money: 'Es sind noch {amount} da ({book}).',
    contract: '„{title}“ ist noch offen.',
    agency: '{agency} hat sonst niemanden, der sie leitet.',
    office: 'Sie haben ein Amt der Plattform.',
  },
};
