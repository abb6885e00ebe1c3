/** The console on what the server stands on, in German. */
import type { StaffWords } from '../en/web-staff.ts';
import { plural } from '../plural.ts';

const n = plural('de');

export const health: StaffWords['health'] = {
  title: 'Zustand',
  measures: {
    answer: 'Datenbank: Zeit bis zur Antwort',
    connections: 'Datenbank: Verbindungen',
    transaction: 'Datenbank: längste Transaktion',
    size: 'Datenbank: Größe',
    wal: 'Datenbank: Protokoll für Kopien',
    archive: 'Datenbank: Archiv des Protokolls',
  },
  outOf: (value, most) => `${value} von ${most}`,
  warnedFrom: (value, from) => `${value}. Ab ${from} ist es eine Warnung.`,
  archived: 'Das letzte Stück wurde abgelegt.',
  notArchived: 'Das letzte Stück konnte nicht abgelegt werden. Prüfen Sie, wie die Datenbank archiviert.',
  disk: 'Festplatte',
  workers: 'Hintergrunddienste',
  provider: 'Bank',
  free: (free, warn, keep) => `${free} sind frei. Unter ${warn} ist es eine Warnung. Unter ${keep} wird nichts mehr geschrieben.`,
  beat: (at) => `Ihr letzter Durchgang war am ${at}.`,
  noBeat: 'Noch kein Durchgang.',
  allAnswered: 'Jede Anfrage wurde beantwortet.',
  unknown: (k) =>
    n(k, { one: '# Anfrage blieb ohne Antwort. Es wird wieder nachgefragt.', other: '# Anfragen blieben ohne Antwort. Es wird wieder nachgefragt.' }),
};
