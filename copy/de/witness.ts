/** Was jemand liest, der ohne Konto aussagt. */
import type { Language } from '../types.ts';

export const WITNESS_MAILS: Language['WITNESS_MAILS'] = {
  invited: {
    subject: '{by} fragt, was Sie über „{title}“ wissen',
    lead: 'Guten Tag {name},\n\n{by} und {other} sind sich über den Vertrag „{title}“ nicht einig. {by} meint, dass Sie etwas darüber wissen, und bittet Sie um eine Aussage. Sie brauchen kein Konto, und Sie dürfen ablehnen.',
    link: 'Lesen, worum es geht',
    footer:
      'Nichts geschieht, wenn Sie diese Mail oder den Link öffnen. Der Link ist nur für Sie: Geben Sie ihn nicht weiter. Wenn Sie {by} nicht kennen, lehnen Sie ab oder tun Sie nichts.',
  },
  reminded: {
    subject: 'Bis {at}: was Sie über „{title}“ wissen',
    lead: 'Guten Tag {name},\n\n{by} hat Sie um eine Aussage zum Vertrag „{title}“ gebeten, über den {by} und {other} sich nicht einig sind. Ihre Zeit dafür endet am {at}. Sie brauchen kein Konto, und Sie dürfen ablehnen. Dies ist die einzige Erinnerung.',
    link: 'Lesen, worum es geht',
    footer:
      'Nichts geschieht, wenn Sie diese Mail oder den Link öffnen. Der Link ist nur für Sie: Geben Sie ihn nicht weiter. Wenn Sie {by} nicht kennen, lehnen Sie ab oder tun Sie nichts.',
  },
  received: {
    subject: 'Ihre Aussage zu „{title}“ ist festgehalten',
    lead: 'Guten Tag {name},\n\nIhre Aussage ist angekommen. {client} und {freelancer} können sie jetzt lesen, und auch, wer über den Streit entscheidet. Sie lässt sich nicht ändern und nicht zurücknehmen.',
    link: 'Über Fairhold',
    footer: 'Bewahren Sie diese Mail auf: Sie ist Ihre Quittung. Mehr wird von Ihnen nicht verlangt.',
  },
  withdrawn: {
    subject: 'Ihre Aussage zu „{title}“ wird nicht mehr gebraucht',
    lead: 'Guten Tag {name},\n\n{by} hat die Bitte um eine Aussage zurückgezogen. Der Link, den wir Ihnen geschickt haben, geht nicht mehr.',
    link: 'Über Fairhold',
    footer: 'Sie müssen nichts tun.',
  },
};

export const WITNESS: Language['WITNESS'] = {
  about: 'Worum es geht',
  statement: 'Was Sie geschrieben haben',
  hash: 'Prüfsumme (SHA-256) davon',
  until: 'Sie haben Zeit bis',
  reads: 'Beide Seiten, {client} und {freelancer}, lesen sie sofort, und auch, wer zwischen ihnen schlichtet oder entscheidet.',
  record: 'Sie wird unter Ihrem Namen Teil des Verlaufs, als Zeugenaussage, um die {by} gebeten hat.',
  silent: 'Wenn {name} bis {at} nichts sagt, geschieht nichts. Der Fall geht weiter, und keine Frist verschiebt sich.',
  you: 'Wenn Sie nichts tun, geschieht Ihnen nichts. Der Fall geht ohne Ihre Aussage weiter.',
  ends: 'Die Zeit kann früher enden: wenn der Fall endet oder ins Schiedsverfahren geht.',
  keepsAddress: 'Wir behalten Ihre Mailadresse, um Sie dazu zu erreichen. {by} hat sie uns gegeben; {other} sieht sie nicht.',
  keepsUntil: 'Die Adresse wird {days} Tage nach dem Ende des Falls gelöscht. Ohne Aussage wird Ihr Name mit ihr gelöscht.',
  keepsStatement: 'Ihr Name und Ihre Aussage bleiben beim Vertrag, solange es seinen Verlauf gibt.',
  sees: '{other} sieht sofort, wen Sie bitten und worum es geht, aber nicht die Mailadresse.',
  waits: 'Für die Aussage ist Zeit bis {at}. Schweigen ändert nichts: Der Fall geht weiter, und keine Frist verschiebt sich.',
  stays: 'Bis zur Antwort können Sie die Bitte zurückziehen. Eine Aussage lässt sich nicht zurücknehmen.',
  alike: '{other} darf ebenso viele um eine Aussage bitten: {most}.',
  unchecked: 'Niemand hat geprüft, wer da aussagt.',
  final: 'Ihre Aussage lässt sich nicht ändern und nicht zurücknehmen.',
  somebody: 'Jemand, der aussagt',
};
