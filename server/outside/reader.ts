/** What SQL statements are sent to: the pool, or a connection inside a transaction. */
import type pg from 'pg';
import type { Db } from '../store/db.ts';

/** A database, or a connection inside one of its transactions. */
export type Reader = Db | Pick<pg.PoolClient, 'query'>;

/** What statements are sent to. */
export const readerOf = (db: Reader): Pick<pg.PoolClient, 'query'> => ('pool' in db ? db.pool : db);
