/**
 * What silence means and what time did, in German. `then` begins with the verb: it follows "Am 3. Dez. …" in a silence sentence and
 * "Dann …" where it stands alone.
 */
import type { Language, LapseWords } from '../types.ts';

const lapse = (title: string, then: string, happened: string): LapseWords => ({ title, then, happened });
const NO_PROPOSAL = 'Es kam rechtzeitig kein Vorschlag. Beide dürfen ohne ihn weitergehen.';
const NOTICE = 'geht die Mitteilung der Nichteinigung an beide, und die Frist für die Schiedsgebühr beginnt';

export const LAPSES: Language['LAPSES'] = {
  'offer.open.offerLife': lapse('Angebot beantworten', 'verfällt das Angebot', 'Das Angebot ist ohne Antwort verfallen.'),
  'offer.countered.offerLife': lapse(
    'Vorgeschlagene Änderungen beantworten',
    'verfällt das Angebot',
    'Das Angebot ist verfallen: Die Änderungen blieben ohne Antwort.',
  ),
  'offer.charging.offerLife': lapse(
    'Die Bank bucht die erste Hinterlegung ab',
    'verfällt das Angebot',
    'Das Angebot ist verfallen: Die erste Hinterlegung wurde nicht gezahlt.',
  ),
  'offer.toppingUp.offerLife': lapse(
    'Die Bank bucht die Differenz ab',
    'verfällt das Angebot',
    'Das Angebot ist verfallen: Die Differenz wurde nicht gezahlt.',
  ),
  'offer.unpaid.offerLife': lapse(
    'Erste Hinterlegung zahlen',
    'verfällt das Angebot',
    'Das Angebot ist verfallen: Die erste Hinterlegung wurde nicht gezahlt.',
  ),
  'milestone.submitted.review': lapse(
    'Abgegebene Arbeit prüfen',
    'gilt der Meilenstein als abgenommen',
    '{client} hat nicht rechtzeitig geantwortet. Deshalb wurde der Meilenstein ganz gezahlt.',
  ),
  'milestone.surplus.review': lapse(
    'Abgegebene Arbeit prüfen',
    'gilt der Meilenstein als abgenommen',
    '{client} hat nicht rechtzeitig geantwortet. Deshalb wurde der Meilenstein ganz gezahlt.',
  ),
  'milestone.partly.partialDispute': lapse(
    'Rest des Meilensteins fordern',
    'bleibt der Rest hinterlegt und zählt für den nächsten Meilenstein',
    'Der Rest des Meilensteins wurde nicht gefordert. Er bleibt hinterlegt.',
  ),
  'case.requested.refundAnswer': lapse(
    'Rückforderung beantworten',
    'wird der Fall abgeschlossen',
    '{freelancer} hat die Rückforderung nicht rechtzeitig beantwortet. Deshalb ging das Geld an {client} zurück.',
  ),
  'case.disputed.disputeAnswer': lapse(
    'Widerspruch beantworten',
    'wird der Fall abgeschlossen',
    '{client} hat den Widerspruch nicht rechtzeitig beantwortet. Deshalb wurde die Forderung an {freelancer} gezahlt.',
  ),
  'case.queued.mediationWatchdog': lapse('Vorschlag der Schlichtung', 'dürfen beide ohne Vorschlag weitergehen', NO_PROPOSAL),
  'case.mediating.mediationWatchdog': lapse('Vorschlag der Schlichtung', 'dürfen beide ohne Vorschlag weitergehen', NO_PROPOSAL),
  'case.reviewing.mediationWatchdog': lapse('Antwort der Zweitprüfung', 'dürfen beide ohne Vorschlag weitergehen', NO_PROPOSAL),
  'case.overdue.mediationEnd': lapse(
    'Weitergehen oder auf die Schlichtung warten',
    NOTICE,
    'Es kam kein Vorschlag. Beide haben die Mitteilung der Nichteinigung bekommen.',
  ),
  'case.proposed.proposalAnswer': lapse(
    'Vorschlag beantworten',
    NOTICE,
    'Nicht beide haben den Vorschlag rechtzeitig angenommen. Beide haben die Mitteilung der Nichteinigung bekommen.',
  ),
  'case.unresolved.feePayment': lapse(
    'Schiedsgebühr zahlen oder nachgeben',
    'wird der Fall abgeschlossen',
    'Die Frist für die Schiedsgebühren ist vorbei.',
  ),
  'case.hearing.award': lapse(
    'Schiedsspruch fällen',
    'besetzt unser Team das Schiedsgericht neu',
    'Es kam rechtzeitig kein Schiedsspruch. Unser Team besetzt das Schiedsgericht neu.',
  ),
  'case.hearing.furtherStatement': lapse(
    'Weitere Stellungnahme',
    'entscheidet das Schiedsgericht ohne sie',
    'Die Frist für weitere Stellungnahmen ist vorbei.',
  ),
  'case.awardOverdue.furtherStatement': lapse(
    'Weitere Stellungnahme',
    'entscheidet das Schiedsgericht ohne sie',
    'Die Frist für weitere Stellungnahmen ist vorbei.',
  ),
  'case.awardOverdue.awardFallback': lapse(
    'Schiedsspruch in neuer Besetzung',
    'wird der Fall abgeschlossen und die Gebühren gehen zurück',
    'Es kam kein Schiedsspruch. Der Fall wurde nach den Regeln abgeschlossen und die Gebühren gingen zurück.',
  ),
  'settlement.open.settlementOffer': lapse(
    'Vergleichsangebot beantworten',
    'verfällt das Angebot und der Fall geht weiter',
    'Das Vergleichsangebot ist verfallen.',
  ),
  'blind.proposed.blindRound': lapse(
    'Vorschlag verdeckter Gebote beantworten',
    'verfällt der Vorschlag, und sonst ändert sich nichts',
    'Der Vorschlag verdeckter Gebote ist vorbei.',
  ),
  'blind.bidding.blindRound': lapse('Eine Zahl nennen', 'endet die Runde, und keine Zahl wird gezeigt', 'Die Runde verdeckter Gebote ist vorbei.'),
  'blind.comparing.blindRound': lapse(
    'Die Zahlen werden gegenübergestellt',
    'erfahren beide, ob die Zahlen sich trafen',
    'Die verdeckten Gebote wurden gegenübergestellt.',
  ),
  'question.asked.question': lapse(
    'Frage der Schlichtung beantworten',
    'geht die Schlichtung ohne die Antwort weiter',
    'Die Frage der Schlichtung wurde nicht rechtzeitig beantwortet.',
  ),
  'witness.invited.witnessStatement': lapse(
    'Zeit für die Zeugenaussage',
    'geht der Fall ohne die Aussage weiter',
    'Die Zeugenaussage kam nicht rechtzeitig.',
  ),
  'parting.open.settlementOffer': lapse(
    'Auf das Angebot zum Ende antworten',
    'verfällt das Angebot, und der Vertrag läuft weiter wie bisher',
    'Das Angebot zum einvernehmlichen Ende ist verfallen.',
  ),
  'change.proposed.changeAnswer': lapse(
    'Vorgeschlagene Vertragsänderung beantworten',
    'entfällt der Vorschlag und der Vertrag bleibt, wie er ist',
    'Die Vertragsänderung blieb ohne Antwort und entfällt.',
  ),
  'change.unpaid.changeAnswer': lapse(
    'Differenz zahlen',
    'entfällt die Änderung und der Vertrag bleibt, wie er ist',
    'Die Differenz wurde nicht gezahlt. Deshalb entfällt die Änderung.',
  ),
  'reinstatement.proposed.reinstateAnswer': lapse(
    'Angebot zum Neubeginn beantworten',
    'bleibt der Vertrag beendet',
    'Das Angebot zum Neubeginn blieb ohne Antwort.',
  ),
  'feedback.open.feedback': lapse(
    'Bewertung abgeben',
    'wird veröffentlicht, was abgegeben wurde',
    'Die Frist für Bewertungen ist vorbei. Was abgegeben wurde, ist veröffentlicht.',
  ),
  'payment.pending.securityHold': lapse(
    'Ende der Sicherheitsfrist',
    'wird das Geld verfügbar',
    'Die Sicherheitsfrist ist vorbei. Das Geld ist verfügbar.',
  ),
  'payoutChange.held.payoutChange': lapse(
    'Neues Auszahlungskonto',
    'gehen Auszahlungen auf das neue Bankkonto',
    'Auszahlungen gehen jetzt auf das neue Bankkonto.',
  ),
  'charge.wanted.bankAnswer': lapse(
    'Antwort der Bank',
    'wird die Abbuchung aufgegeben',
    'Die Bank hat nicht geantwortet. Die Abbuchung wurde aufgegeben.',
  ),
  'charge.unknown.bankAnswer': lapse(
    'Antwort der Bank',
    'wird die Abbuchung aufgegeben',
    'Die Bank hat nicht geantwortet. Die Abbuchung wurde aufgegeben.',
  ),
  'dormancy.counting.dormancy': lapse(
    'Den nächsten Schritt tun',
    'fragen wir {client} nach dem hinterlegten Geld',
    'Lange ist nichts geschehen. Wir fragen {client} nach dem hinterlegten Geld.',
  ),
  'dormancy.clientAsked.dormancyClient': lapse(
    'Über das hinterlegte Geld entscheiden',
    'darf {freelancer} das hinterlegte Geld verlangen',
    '{client} hat nichts getan. {freelancer} darf das hinterlegte Geld verlangen.',
  ),
  'dormancy.freelancerMayAsk.dormancyFreelancer': lapse(
    'Hinterlegtes Geld verlangen',
    'wird über das hinterlegte Geld entschieden',
    'Niemand hat etwas getan. Deshalb ging das hinterlegte Geld an {client} zurück.',
  ),
  'dormancy.releaseAsked.dormancyRelease': lapse(
    'Frage nach dem hinterlegten Geld beantworten',
    'wird über das hinterlegte Geld entschieden',
    '{client} hat nicht geantwortet. Deshalb wurde das hinterlegte Geld an {freelancer} gezahlt.',
  ),
  'trace.open.traceAnswer': lapse(
    'Meldung über fehlendes Geld beantworten',
    'gilt das Buch der Bank als Antwort, wenn dort die Zahlung steht; sonst übernehmen die Betreiber',
    'Die Buchhaltung hat die Meldung über fehlendes Geld nicht rechtzeitig beantwortet.',
  ),
  'trace.overdue.traceFallback': lapse(
    'Meldung über fehlendes Geld beantworten',
    'endet die Meldung ohne Antwort, das Geld steht weiter zu, und es kann neu gemeldet werden',
    'Niemand hat die Meldung über fehlendes Geld rechtzeitig beantwortet.',
  ),
};

export const BANK: Language['BANK'] = {
  'charge.settled': 'Die Bank hat von der Karte abgebucht.',
  'charge.declined': 'Die Bank hat die Karte abgelehnt.',
  'charge.unknown': 'Die Bank hat nicht geantwortet. Sie wird noch einmal gefragt.',
  'refund.accepted': 'Die Bank hat die Rückzahlung angenommen. Sie ist unterwegs.',
  'refund.settled': 'Die Rückzahlung ist angekommen.',
  'refund.unknown': 'Die Bank hat nicht geantwortet. Sie wird noch einmal gefragt.',
  'refund.declined': 'Die Karte konnte die Rückzahlung nicht aufnehmen. Sie bleibt als Guthaben.',
  'refund.returned': 'Die Rückzahlung kam zurück. Sie bleibt als Guthaben.',
  'payout.accepted': 'Die Bank hat die Auszahlung angenommen. Sie ist unterwegs.',
  'payout.settled': 'Die Auszahlung ist angekommen.',
  'payout.unknown': 'Die Bank hat nicht geantwortet. Sie wird noch einmal gefragt.',
  'payout.declined': 'Die Bank hat die Auszahlung abgelehnt. Das Geld ist wieder da.',
  'payout.returned': 'Die Auszahlung kam zurück. Das Geld ist wieder da.',
  'trace.bookSays': 'Das Buch der Bank wurde gefragt.',
};

export const WHYS: Language['WHYS'] = {
  deposit: 'Hinterlegung für den ersten Meilenstein',
  funding: 'Geld für Meilenstein hinterlegt',
  difference: 'Differenz abgebucht',
  bonus: 'Bonus',
  approved: 'Arbeit abgenommen',
  ended: 'Am Ende gezahlt',
  reviewSilence: 'Frist zur Prüfung vorbei, ganz gezahlt',
  conceded: 'Nachgegeben',
  released: 'Vom Auftraggeber gezahlt',
  agreedEnd: 'Einvernehmliches Ende',
  settled: 'Vergleich',
  proposal: 'Vorschlag von beiden angenommen',
  award: 'Schiedsspruch',
  withdrawn: 'Forderung zurückgezogen',
  givenBack: 'Vom Freelancer zurückgegeben',
  refundSilence: 'Rückforderung nicht beantwortet',
  disputeSilence: 'Widerspruch nicht beantwortet',
  notClaimed: 'Nicht gefordert',
  freelancerEnded: 'Vom Freelancer beendet',
  feeOnlyClient: 'Nur der Auftraggeber hat die Gebühr gezahlt',
  feeOnlyFreelancer: 'Nur der Freelancer hat die Gebühr gezahlt',
  feeNobody: 'Niemand hat die Gebühr gezahlt',
  noAward: 'Kein Schiedsspruch in der Frist',
  offerOver: 'Angebot vorbei',
  depositAboveFirstMilestone: 'Hinterlegung über dem ersten Meilenstein',
  notWantedAnyMore: 'Abbuchung nicht mehr nötig',
  dormant: 'Niemand entschied über das hinterlegte Geld',
  releaseSilence: 'Frage nach dem Geld nicht beantwortet',
  serviceFee: 'Servicegebühr',
  clientFee: 'Auftraggebergebühr',
  initiationFee: 'Vertragsgebühr',
  arbitrationFee: 'Schiedsgebühr',
  arbitrationHeld: 'Schiedsverfahren durchgeführt',
  cancellationFee: 'Gebühr für das Beenden',
  securityHoldOver: 'Sicherheitsfrist vorbei',
  refundArrived: 'Rückzahlung angekommen',
  sourceCannotTakeIt: 'Karte konnte es nicht aufnehmen: bleibt als Guthaben',
  lateCharge: 'Verspätete Abbuchung, zurückgeschickt',
  payout: 'Auszahlung',
  payoutArrived: 'Auszahlung angekommen',
  payoutReturned: 'Auszahlung zurückgekommen',
  creditAfterTrace: 'Fehlendes Geld zurückgegeben',
};

export const ENDINGS: Language['ENDINGS'] = {
  approved: '{freelancer} hat der Rückzahlung zugestimmt.',
  refundSilence: '{freelancer} hat die Rückforderung nicht beantwortet.',
  disputeSilence: '{client} hat den Widerspruch nicht beantwortet.',
  withdrawn: '{freelancer} hat die Forderung zurückgezogen.',
  conceded: '{client} hat nachgegeben.',
  released: '{client} hat doch gezahlt.',
  settled: 'Beide haben sich geeinigt.',
  proposal: 'Beide haben den Vorschlag angenommen.',
  award: 'Das Schiedsgericht hat entschieden.',
  feeOnlyClient: 'Nur {client} hat die Schiedsgebühr gezahlt.',
  feeOnlyFreelancer: 'Nur {freelancer} hat die Schiedsgebühr gezahlt.',
  feeNobody: 'Niemand hat die Schiedsgebühr gezahlt.',
  noAward: 'Es kam rechtzeitig kein Schiedsspruch.',
  freelancerEnded: '{freelancer} hat den Vertrag beendet.',
};

export const ACCOUNTS: Language['ACCOUNTS'] = {
  world: 'Bank',
  escrow: 'Treuhand',
  pending: 'in der Sicherheitsfrist',
  available: 'verfügbar',
  credit: 'Guthaben',
  refunds: 'Rückzahlung unterwegs',
  payouts: 'Auszahlung unterwegs',
  fees: 'Gebühren',
  'fees:service': 'Servicegebühren',
  'fees:client': 'Gebühren der Auftraggeber',
  'fees:initiation': 'Gebühren für den Vertragsbeginn',
  'fees:cancellation': 'Stornogebühren',
  'fees:arbitration': 'Verdiente Schiedsgebühren',
  arbitration: 'Schiedsgebühren',
};
