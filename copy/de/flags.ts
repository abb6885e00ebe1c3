/** What to look at in an offer, in German. */
import type { Language } from '../types.ts';

export const FLAGS: Language['FLAGS'] = {
  smallFirstMilestone: {
    sentence: 'Der erste Meilenstein hat {amount} von {total}.',
    why: 'Ist der erste Teil klein, wird der größte Teil der Arbeit ohne hinterlegtes Geld begonnen.',
    ask: 'Der erste Meilenstein hat {amount} von {total}. Können wir ihn größer machen, damit von Anfang an mehr gesichert ist?',
  },
  firstNotFunded: {
    sentence: 'Für den ersten Meilenstein fehlt Geld: {held} von {amount} sind hinterlegt.',
    why: 'Arbeit ohne hinterlegtes Geld ist nicht geschützt.',
    ask: 'Für den ersten Meilenstein sind {held} von {amount} hinterlegt. Können Sie den Rest hinterlegen, bevor ich beginne?',
  },
  unfundedRemainder: {
    sentence: '{amount} von {total} sind noch nicht hinterlegt.',
    why: 'Beginnen Sie einen Meilenstein erst, wenn das Geld dafür hinterlegt ist.',
    ask: '{amount} von {total} sind noch nicht hinterlegt. Wann würden Sie das Geld für die späteren Meilensteine hinterlegen?',
  },
  trialWork: {
    sentence: 'In Meilenstein {milestone}, „{title}“, steht „{word}“.',
    why: 'Auch eine Probe ist Arbeit. Prüfen Sie, ob sie bezahlt wird.',
    ask: 'In Meilenstein {milestone}, „{title}“, steht „{word}“. Wird er wie die übrige Arbeit bezahlt, was auch dabei herauskommt?',
  },
  newTrialWork: {
    sentence: 'Meilenstein {milestone}, „{title}“, ist neu, und darin steht „{word}“.',
    why: 'Vorher war davon nicht die Rede. Auch eine Probe ist Arbeit. Prüfen Sie, ob sie bezahlt wird.',
    ask: 'Meilenstein {milestone}, „{title}“, ist neu, und darin steht „{word}“. Wofür ist er, und wird er wie die übrige Arbeit bezahlt?',
  },
  termsChanged: {
    sentence: 'Seit der letzten Fassung geändert: {field}.',
    why: 'Lesen Sie es noch einmal, bevor Sie zustimmen.',
    ask: 'Sie haben das geändert: {field}. Können Sie mir sagen, warum?',
  },
  noCriteria: {
    sentence: 'Meilenstein {milestone}, „{title}“, nennt keine Anforderungen.',
    why: 'Ohne sie ist schwer zu zeigen, dass die Arbeit gemacht ist.',
    ask: 'Meilenstein {milestone}, „{title}“, nennt keine Anforderungen. Woran sehen wir beide, dass er fertig ist?',
  },
  datePast: {
    sentence: 'Meilenstein {milestone}, „{title}“, ist am {date} fällig. Das ist vorbei.',
    why: 'Sie wären von Anfang an zu spät.',
    ask: 'Meilenstein {milestone}, „{title}“, ist am {date} fällig. Das ist vorbei. Können wir einen späteren Termin nehmen?',
  },
  dateSoon: {
    sentence: 'Meilenstein {milestone}, „{title}“, ist am {date} fällig: Es bleiben weniger als 24 Stunden.',
    why: 'Sie hätten kaum Zeit. Der Tag endet um Mitternacht UTC.',
    ask: 'Meilenstein {milestone}, „{title}“, ist am {date} fällig, in weniger als einem Tag. Können wir einen späteren Termin nehmen?',
  },
  workBeforeFunding: {
    sentence: 'Das kann Arbeit bedeuten, bevor Geld dafür hinterlegt ist.',
    why: 'Was Sie tun, bevor das Geld hinterlegt ist, ist nicht geschützt.',
    ask: 'Sie schreiben: „{quote}“ Ich möchte beginnen, wenn das Geld für den Meilenstein hinterlegt ist. Können wir das ändern?',
  },
  unlimitedRevisions: {
    sentence: 'Das kann Änderungen ohne Grenze bedeuten.',
    why: 'Ohne Grenze kann die Arbeit weitergehen, wenn das Geld schon verbraucht ist.',
    ask: 'Sie schreiben: „{quote}“ Können wir festlegen, wie oft geändert wird?',
  },
  paymentOutside: {
    sentence: 'Das kann Zahlung außerhalb der Plattform bedeuten.',
    why: 'Was anderswo gezahlt wird, ist hier nicht hinterlegt. Niemand hier kann es auszahlen, zurückgeben oder darüber entscheiden.',
    ask: 'Sie schreiben: „{quote}“ Ich möchte, dass alle Zahlungen hier über den Vertrag laufen. Ist das in Ordnung?',
  },
  contactOutside: {
    sentence: 'Das kann bedeuten, dass anderswo gesprochen wird.',
    why: 'Was Sie anderswo vereinbaren, steht nicht im Verlauf, und die Schlichtung sieht es nicht.',
    ask: 'Sie schreiben: „{quote}“ Können wir uns hier schreiben, damit wir beide es nachlesen können?',
  },
  link: {
    sentence: 'Ein Link führt nach außen.',
    why: 'Was dahinter steht, kann sich ändern und gehört nicht zum Vertrag. Öffnen Sie ihn nur, wenn Sie ihm trauen.',
    ask: 'Sie schreiben: „{quote}“ Können Sie als Text oder Datei beilegen, was hinter dem Link steht?',
  },
  rightsBeforePayment: {
    sentence: 'Das kann bedeuten, dass Rechte vor der Zahlung übergehen.',
    why: 'Hier gehen die Rechte an der Arbeit mit der Zahlung über, nicht vorher.',
    ask: 'Sie schreiben: „{quote}“ Ich möchte, dass die Rechte mit der Zahlung übergehen. Können wir das ändern?',
  },
  endingClause: {
    sentence: 'Hier geht es darum, wie der Vertrag enden kann.',
    why: 'Hinterlegtes Geld folgt den Regeln der Plattform, was auch in den Bedingungen steht. Der Satz kann trotzdem Streit bringen.',
    ask: 'Sie schreiben: „{quote}“ Was heißt das für hinterlegtes Geld? Ich würde es lieber den Regeln hier überlassen.',
  },
  moreThanPosted: {
    sentence: 'Das ist mehr, als in der Ausschreibung stand: „{posted}“',
    why: 'Mehr Arbeit für denselben Preis übersieht man leicht.',
    ask: 'In der Ausschreibung stand: „{posted}“ Im Angebot steht: „{quote}“ Was gilt, und passt der Preis dazu?',
  },
  feeHigher: {
    sentence: 'Die Servicegebühr ist {fee}; üblich sind {usual}.',
    why: 'Sie geht von jeder Zahlung an den Auftragnehmer ab.',
    ask: 'Die Servicegebühr in diesem Angebot ist {fee}; üblich sind {usual}. Warum ist sie anders?',
  },
  feeLower: {
    sentence: 'Die Servicegebühr ist {fee}; üblich sind {usual}.',
    why: 'Sie ist niedriger als üblich. Sie geht von jeder Zahlung an den Auftragnehmer ab.',
    ask: 'Die Servicegebühr in diesem Angebot ist {fee}; üblich sind {usual}. Warum ist sie anders?',
  },
  otherCurrency: {
    sentence: 'Hier steht {other}. Der Vertrag ist in {currency}.',
    why: 'Gezahlt werden nur die Beträge der Meilensteine, in {currency}.',
    ask: 'Sie schreiben: „{quote}“ Der Vertrag ist in {currency}. Welcher Betrag ist gemeint?',
  },
  otherThanPosted: {
    sentence: 'Das Angebot hat {total}. In der Ausschreibung stand etwas anderes.',
    why: 'Prüfen Sie, an welchen Preis Sie gedacht hatten.',
    ask: 'In der Ausschreibung stand: „{quote}“ Das Angebot hat {total}. Was gilt?',
  },
  otherAmount: {
    sentence: 'Hier stehen {amount}, und kein Meilenstein hat diesen Betrag.',
    why: 'Hinterlegt und gezahlt werden nur die Beträge der Meilensteine.',
    ask: 'Sie schreiben: „{quote}“ Kein Meilenstein hat {amount}. Fehlt bei den Meilensteinen etwas?',
  },
  clientUnverified: {
    sentence: 'Dieser Auftraggeber hat hier noch nie bestätigt gezahlt.',
    why: 'Es ist der erste Vertrag, für den er zahlt.',
    ask: 'Das ist der erste Vertrag, für den Sie hier zahlen. Können Sie etwas über sich und die Arbeit sagen?',
  },
  clientNoCard: {
    sentence: 'Der Auftraggeber hat keine Karte, für die die Bank einsteht.',
    why: 'Für spätere Meilensteine ließe sich kein Geld hinterlegen. Beginnen Sie jeden erst, wenn sein Geld hinterlegt ist.',
    ask: 'Die Bank steht gerade nicht für Ihre Karte ein. Können Sie eine andere angeben, damit sich spätere Meilensteine bezahlen lassen?',
  },
};
export const FLAGS_CHECKED: Language['FLAGS_CHECKED'] = [
  'Größe des ersten Meilensteins und Geld dafür und für die späteren',
  'Tests und Proben, auch neue',
  'Termine, die vorbei sind oder weniger als 24 Stunden entfernt',
  'Anforderungen an jeden Meilenstein',
  'Arbeit, bevor Geld dafür hinterlegt ist',
  'Änderungen ohne Grenze',
  'Zahlung oder Gespräche außerhalb der Plattform, und Links',
  'Rechte, die vor der Zahlung übergehen',
  'Die Servicegebühr',
  'Sätze darüber, wie der Vertrag endet',
  'Andere Währungen und andere Beträge',
  'Mehr Arbeit oder ein anderer Preis als in der Ausschreibung, wenn es eine gab',
  'Was sich seit der vorigen Fassung geändert hat',
  'Ob der Auftraggeber hier schon gezahlt und eine Karte hat',
];
export const PROTECTION: Language['PROTECTION'] = {
  held: '{held} sind für den ersten Meilenstein hinterlegt, bis die Arbeit abgenommen ist oder eine Regel etwas anderes sagt.',
  silence: 'Jede Frist sagt vorher, was Schweigen bewirkt.',
  record: 'Nachrichten, Dateien und Fassungen der Bedingungen bleiben, wie sie waren, und die Schlichtung kann sie sehen.',
  rights: 'Rechte an der Arbeit gehen mit der Zahlung an {client}.',
  nothingHeld: 'Noch ist nichts hinterlegt: Arbeit wäre jetzt nicht geschützt.',
  later: '{amount} für spätere Meilensteine sind nicht hinterlegt. Arbeit daran ist erst geschützt, wenn das Geld da ist.',
  noLimit: 'Meilensteine ohne Grenze für Änderungen: {milestones}. {client} kann dort so oft um Änderungen bitten wie nötig.',
  outside: 'Was Sie außerhalb der Plattform zahlen, vereinbaren oder senden, ist nicht geschützt.',
};
