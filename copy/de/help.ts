/** The guide in German. */
import type { Language } from '../types.ts';

export const HELP: Language['HELP'] = {
  client: 'Ben',
  freelancer: 'Ana',
  reminders: 'Erinnerung {before} vorher.',
  sections: {
    offer: 'Angebot',
    milestone: 'Meilenstein',
    contract: 'Vertrag',
    change: 'Vertragsänderung',
    case: 'Rückforderung, Widerspruch, Schlichtung, Schiedsverfahren',
    settlement: 'Vergleichsangebot',
    blind: 'Verdeckte Gebote',
    question: 'Frage der Schlichtung',
    witness: 'Aussage von Dritten',
    extension: 'Mehr Zeit',
    parting: 'Einvernehmliches Ende',
    dormancy: 'Hinterlegtes Geld, um das sich niemand kümmert',
    feedback: 'Bewertung',
    reinstatement: 'Neubeginn',
    payment: 'Gezahltes Geld',
    refund: 'Rückzahlung unterwegs',
    payout: 'Auszahlung unterwegs',
    trace: 'Suche nach fehlendem Geld',
    payoutChange: 'Änderung des Auszahlungskontos',
  },
  actors: {
    client: 'Auftraggeber',
    freelancer: 'Freelancer',
    both: 'beide',
    mediator: 'die Schlichtung',
    arbitrator: 'das Schiedsgericht',
    staff: 'unser Team',
    bank: 'die Bank',
    nobody: 'niemand',
  },
};
