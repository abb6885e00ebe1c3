/** Acts by which the two agree on something, or ask for it, besides the usual way; in German. */
import type { ACTS_BETWEEN as ENGLISH } from '../en/acts-between.ts';
import type { ActText } from '../types.ts';

const act = (title: string, button: string, hint: string, you: string, they: string): ActText => ({ title, button, hint, you, they });

export const ACTS_BETWEEN: Readonly<Record<keyof typeof ENGLISH, ActText>> = {
  'contract.offerEnding': act(
    'Einvernehmliches Ende anbieten',
    'Dieses Angebot machen',
    'Sie nennen, wie das hinterlegte Geld geteilt wird. Nichts geschieht, solange {other} nicht annimmt.',
    'Sie bieten an, den Vertrag einvernehmlich zu beenden',
    'hat ein einvernehmliches Ende angeboten',
  ),
  'parting.acceptEnding': act(
    'Annehmen und den Vertrag beenden',
    'Vertrag einvernehmlich beenden',
    'Das hinterlegte Geld wird wie angeboten geteilt, und der Vertrag endet. Eine Rückforderung gibt es danach nicht.',
    'Sie nehmen das Angebot an und beenden den Vertrag',
    'hat das Angebot angenommen; der Vertrag ist einvernehmlich beendet',
  ),
  'parting.declineEnding': act(
    'Angebot zum Ende ablehnen',
    'Angebot ablehnen',
    'Der Vertrag läuft weiter wie bisher.',
    'Sie lehnen das Angebot zum Ende ab',
    'hat das einvernehmliche Ende abgelehnt',
  ),
  'parting.counterEnding': act(
    'Andere Teilung anbieten',
    'Stattdessen dies anbieten',
    '{other} antwortet darauf.',
    'Sie bieten eine andere Teilung an',
    'hat eine andere Teilung angeboten',
  ),
  'parting.withdrawEnding': act(
    'Angebot zum Ende zurückziehen',
    'Mein Angebot zurückziehen',
    'Der Vertrag läuft weiter wie bisher.',
    'Sie ziehen Ihr Angebot zum Ende zurück',
    'hat das Angebot zum einvernehmlichen Ende zurückgezogen',
  ),
  'case.proposeBlind': act(
    'Verdeckte Gebote vorschlagen',
    'Verdeckte Gebote vorschlagen',
    'Jede Seite nennt verdeckt eine Zahl. Zum Vergleich kommt es nur, wenn die Zahlen sich treffen.',
    'Sie schlagen verdeckte Gebote vor',
    'hat verdeckte Gebote vorgeschlagen',
  ),
  'blind.joinBlind': act(
    'Verdeckten Geboten zustimmen',
    'Verdeckten Geboten zustimmen',
    'Danach können beide ihre Zahl nennen.',
    'Sie stimmen verdeckten Geboten zu',
    'hat verdeckten Geboten zugestimmt',
  ),
  'blind.declineBlind': act(
    'Verdeckte Gebote ablehnen',
    'Verdeckte Gebote ablehnen',
    'Der Fall geht weiter wie bisher.',
    'Sie lehnen verdeckte Gebote ab',
    'hat verdeckte Gebote abgelehnt',
  ),
  'blind.withdrawBlind': act(
    'Vorschlag verdeckter Gebote zurückziehen',
    'Meinen Vorschlag zurückziehen',
    'Der Fall geht weiter wie bisher.',
    'Sie ziehen Ihren Vorschlag verdeckter Gebote zurück',
    'hat den Vorschlag verdeckter Gebote zurückgezogen',
  ),
  'blind.bid': act(
    'Ihre Zahl nennen',
    'Meine Zahl senden',
    'Sie wird niemandem gezeigt außer Ihnen.',
    'Sie nennen Ihre Zahl',
    'hat bei den verdeckten Geboten eine Zahl genannt',
  ),
  'any.askTime': act(
    'Um mehr Zeit bitten',
    'Unser Team bitten',
    'Die Frist bleibt, wie sie ist, wenn unser Team nicht zustimmt. Stimmt es zu, bekommen Sie und {other} gleich viele Tage.',
    'Sie bitten um mehr Zeit',
    'hat um mehr Zeit gebeten',
  ),
  'extension.withdrawTime': act(
    'Bitte um mehr Zeit zurückziehen',
    'Meine Bitte zurückziehen',
    'Die Frist bleibt, wie sie ist. In dieser Frist können Sie nicht noch einmal bitten.',
    'Sie ziehen Ihre Bitte um mehr Zeit zurück',
    'hat die Bitte um mehr Zeit zurückgezogen',
  ),
  'extension.declineTime': act(
    'Mehr Zeit ablehnen',
    'Die Bitte ablehnen',
    'Die Frist bleibt, wie sie ist. Beide lesen Ihre Begründung.',
    'Sie lehnen die Bitte um mehr Zeit ab',
    'hat die Bitte um mehr Zeit abgelehnt',
  ),
  'case.inviteWitness': act(
    'Um eine Zeugenaussage bitten',
    'Bitte absenden',
    'Jemand, der gesehen hat, was war, schreibt es auf, ohne Konto. Sie und {other} lesen es.',
    'Sie bitten um eine Zeugenaussage',
    'hat um eine Zeugenaussage gebeten',
  ),
  'witness.withdrawInvitation': act(
    'Bitte zurückziehen',
    'Bitte zurückziehen',
    'Wer aussagen sollte, wird verständigt, und der Link geht nicht mehr.',
    'Sie ziehen die Bitte um eine Aussage zurück',
    'hat die Bitte um eine Zeugenaussage zurückgezogen',
  ),
  'witness.giveStatement': act(
    'Aussagen',
    'Meine Aussage absenden',
    'Sie lässt sich später nicht ändern. Beide Seiten lesen sie sofort.',
    'Sie machen diese Aussage',
    'hat eine Zeugenaussage gemacht',
  ),
  'witness.declineStatement': act(
    'Ablehnen',
    'Nichts dazu sagen',
    'Beide Seiten erfahren, dass Sie abgelehnt haben. Sonst geschieht nichts.',
    'Sie lehnen eine Aussage ab',
    'hat eine Aussage abgelehnt',
  ),
};
