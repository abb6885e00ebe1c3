/** Every file of a contract in one list: of its terms, submissions, statements and messages. */
import type { Contract, FileFact } from '@fairhold/client';
import { useHistory } from '../../api.ts';
import { Card, Loaded } from '../../parts/basics.tsx';
import { FileList } from '../../parts/file-list.tsx';
import { Older } from '../../parts/older.tsx';
import { w } from '../../words.ts';

export function FilesTab(p: { c: Contract }) {
  const { c } = p;
  const history = useHistory(c.id, 'only=files');
  return (
    <Card title={w.room.filesTitle}>
      <Loaded of={history}>
        {(h) => {
          const sides = [c.case?.statements, c.case?.addenda, c.case?.further].flatMap((x) => [x?.client?.files ?? [], x?.freelancer?.files ?? []]);
          const all: FileFact[] = [
            ...(c.terms.files ?? []),
            ...c.milestones.flatMap((m) => m.submissions.flatMap((s) => s.files)),
            ...sides.flat(),
            ...(c.case?.exhibits.flatMap((e) => (e.file ? [e.file] : [])) ?? []),
            ...h.items.flatMap((e) => (e.data?.['files'] as FileFact[] | undefined) ?? []),
          ];
          const once = [...new Map(all.map((f) => [f.id, f])).values()];
          return once.length > 0 ? <FileList files={once} /> : <p className="soft">{w.room.noFiles}</p>;
        }}
      </Loaded>
      <Older of={history} />
    </Card>
  );
}
