/** What a draft said before: kept by the minute while it is worked on, so that what was deleted can be had back. */
import type { Db } from './db.ts';
import type { DraftRow } from './drafts.ts';

export interface DraftVersionRow {
  readonly version: number;
  readonly value: string;
  readonly saved_at: Date;
}
interface Owner {
  readonly marketplace: string;
  readonly person: string;
}

/** What is saved within this time after a version was begun is the same version, written on. */
const ONE_VERSION_MS = 60_000;
/** Of one draft, and of all drafts of a person: the oldest go. */
export const MOST_VERSIONS = 60;
const MOST_OF_A_PERSON = 300;

/** Keeps what was saved just now. A crash between the draft and this loses a version, never the draft. */
export async function keepVersion(db: Db, o: Owner, d: DraftRow): Promise<void> {
  const at = d.updated_at;
  await db.pool.query(
    `with newest as (select begun_at from draft_versions where marketplace = $1 and person = $2 and key = $3 and begun_at > $6 order by begun_at desc limit 1)
     insert into draft_versions (marketplace, person, key, begun_at, saved_at, version, value)
     select $1, $2, $3, coalesce((select begun_at from newest), $5), $5, $4, $7
      where exists (select 1 from drafts where marketplace = $1 and person = $2 and key = $3)
     on conflict (marketplace, person, key, begun_at) do update
       set saved_at = excluded.saved_at, version = excluded.version, value = excluded.value
     where draft_versions.version < excluded.version`,
    [o.marketplace, o.person, d.key, d.version, at, new Date(at.getTime() - ONE_VERSION_MS), d.value],
  );
  await db.pool.query(
    `delete from draft_versions v
      using (select key, begun_at,
                    row_number() over (partition by key order by begun_at desc) as of_draft,
                    row_number() over (order by begun_at desc) as of_person
               from draft_versions where marketplace = $1 and person = $2) ranked
      where v.marketplace = $1 and v.person = $2 and v.key = ranked.key and v.begun_at = ranked.begun_at
        and ((v.key = $3 and ranked.of_draft > $4) or ranked.of_person > $5)`,
    [o.marketplace, o.person, d.key, MOST_VERSIONS, MOST_OF_A_PERSON],
  );
}

/** The newest first. */
export async function listVersions(db: Db, o: Owner, key: string): Promise<DraftVersionRow[]> {
  const { rows } = await db.pool.query<DraftVersionRow>(
    'select version, value, saved_at from draft_versions where marketplace = $1 and person = $2 and key = $3 order by begun_at desc',
    [o.marketplace, o.person, key],
  );
  return rows;
}
