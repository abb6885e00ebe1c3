/** The page Help in German. */

import type { Spoken } from '../en/web.ts';
import type { HELP_PAGE as ENGLISH } from '../en/web-help.ts';

export const HELP_PAGE: Spoken<typeof ENGLISH> = {
  title: 'Hilfe',
  lead: (policy) => `Was wann geschieht, und was geschieht, wenn niemand etwas tut. Die Fristen sind die dieser Installation (${policy}).`,
  pinned: 'Ein Vertrag behält die Fassung, mit der er begann. Es gelten die Termine auf seiner eigenen Seite.',
  example: (client, freelancer) => `In den Sätzen unten ist ${client} Auftraggeber und ${freelancer} Freelancer.`,
  ask: 'Wen Sie fragen können',
  askMail: 'Schreiben Sie an',
  askWith: 'Nennen Sie den Vertrag und das Zeichen, das unsere Meldung zeigt. Schicken Sie nie ein Passwort.',
  askNobody: 'Wer diese Installation betreibt, hat keine Mailadresse genannt. Schreiben Sie an die Person, die Sie eingeladen hat.',
  rights: 'Was Ihnen niemand nehmen kann',
  rightsList: [
    'Niemand aus unserem Team sperrt ein Konto oder hält einen Vertrag an. Was in einem Vertrag geht, steht allein in seinen Regeln.',
    'Kein Schalter hält eine Frist an. Jede endet so, wie ihr Satz es sagt.',
    'Wenn Sie sich nicht anmelden können, setzen Sie ein neues Passwort. Ein Ersatzcode ersetzt den verlorenen zweiten Faktor.',
    'Nach zu vielen falschen Passwörtern ruht die Anmeldung einige Minuten. Die Seite sagt, bis wann. Sonst ruht nichts.',
  ],
  trouble: 'Wenn etwas nicht geht',
  troubleList: [
    'Eine Handlung zählt, sobald sie aufgezeichnet ist. Der Beleg zeigt ihre Nummer und ihre Prüfsumme.',
    'Geht eine Antwort verloren, fragt die Seite nach, was daraus wurde. Nichts geschieht doppelt.',
    'Was Sie tippen, bleibt auf diesem Gerät, und wo es geht auch auf dem Server.',
    'Brauchen Sie mehr Zeit, bitten Sie darum, solange die Frist noch läuft.',
  ],
  process: 'Was in jedem Stand geschieht',
  turn: (whose) => `Am Zug: ${whose}.`,
  clock: 'Frist',
  waits: 'Wartet auf',
  period: 'Dauer',
  silence: 'Wenn niemand etwas tut',
  goal: 'Ein Versprechen. Es geht nichts verloren, wenn es länger dauert.',
  rule: 'Regel',
  can: 'Was man tun kann',
  by: (title, who) => `${title} (${who})`,
  numbers: 'Beträge, Sätze und Grenzen',
  name: 'Was',
  value: 'Hier',
  readOnly: {
    label: 'Es kann nichts geschrieben werden',
    title: {
      database: 'Sie können lesen. Gerade kann nichts geschrieben werden.',
      storage: 'Sie können lesen. Gerade ist kein Platz zum Schreiben.',
    },
    says: [
      'Was Sie jetzt senden, wird nicht aufgezeichnet. Was Sie tippen, bleibt auf diesem Gerät.',
      'Fristen laufen weiter. Eine Handlung zählt, sobald sie aufgezeichnet ist, nicht schon beim Versuch.',
      'Danach kann unser Team einer Frist, die noch läuft, Tage hinzufügen. Eine abgelaufene bleibt abgelaufen.',
    ],
    goes: 'Dieser Hinweis verschwindet von selbst, sobald wieder geschrieben werden kann.',
    ask: 'Wen Sie fragen können',
  },
};
