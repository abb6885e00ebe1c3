/** What of a database is in a backup: every table with its columns, in an order in which they can be filled again. */
import type { ClientBase } from 'pg';

export interface Table {
  /** With its schema, quoted. */
  readonly name: string;
  readonly columns: readonly string[];
}

/** Made again by what they are derived from, or by the migrations. */
const DERIVED = ['public.migrations', 'public.closed_books', 'public.closed_sums', 'public.closed_off'];

/** All tables; one that refers to another comes after it. */
export async function tablesOf(c: Pick<ClientBase, 'query'>): Promise<Table[]> {
  const { rows } = await c.query<{ plain: string; name: string; columns: string[]; needs: string[] }>(
    `select n.nspname || '.' || t.relname as plain, format('%I.%I', n.nspname, t.relname) as name,
       array(select a.attname::text from pg_attribute a where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
       array(select format('%I.%I', fn.nspname, f.relname) from pg_constraint k join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
             where k.conrelid = t.oid and k.contype = 'f' and k.confrelid <> t.oid) as needs
     from pg_class t join pg_namespace n on n.oid = t.relnamespace
     where t.relkind in ('r', 'p') and not t.relispartition and t.relpersistence = 'p'
       and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_' order by 1`,
  );
  let open = rows.filter((r) => !DERIVED.includes(r.plain));
  const out: Table[] = [];
  while (open.length > 0) {
    const ready = open.filter((r) => r.needs.every((need) => !open.some((o) => o.name === need)));
    if (ready.length === 0) throw new Error(`These tables refer to each other in a circle: ${open.map((o) => o.name).join(', ')}`);
    out.push(...ready.map(({ name, columns }) => ({ name, columns })));
    open = open.filter((r) => !ready.includes(r));
  }
  return out;
}

export const listOf = (columns: readonly string[]): string => columns.map((c) => `"${c.replaceAll('"', '""')}"`).join(', ');
