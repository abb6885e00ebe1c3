/** The console on what the server stands on. */

import { plural } from '../plural.ts';

const n = plural('en');

export const health = {
  title: 'Health',
  measures: {
    answer: 'Database: time to answer',
    connections: 'Database: connections',
    transaction: 'Database: longest transaction',
    size: 'Database: size',
    wal: 'Database: log kept for copies',
    archive: 'Database: archive of its log',
  },
  outOf: (value: string, most: string) => `${value} of ${most}`,
  warnedFrom: (value: string, from: string) => `${value}. It is a warning from ${from} on.`,
  archived: 'The last piece was put away.',
  notArchived: 'The last piece could not be put away. Look at the archive command of the database.',
  disk: 'Disk',
  workers: 'Workers',
  provider: 'Bank',
  free: (free: string, warn: string, keep: string) => `${free} are free. Below ${warn} it is a warning. Below ${keep} nothing is written any more.`,
  beat: (at: string) => `They last did their round on ${at}.`,
  noBeat: 'They have not done a round yet.',
  allAnswered: 'Every call had an answer.',
  unknown: (k: number) =>
    n(k, { one: '# call had no answer, and is asked about again.', other: '# calls had no answer, and are asked about again.' }),
};
