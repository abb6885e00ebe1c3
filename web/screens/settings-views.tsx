/** When staff looked at my pages as I see them, and why. */
import { useQuery } from '@tanstack/react-query';
import { own } from '../account-words.ts';
import { get } from '../api.ts';
import { Card, Loaded } from '../parts/basics.tsx';
import { when } from '../words.ts';

export function Views() {
  const views = useQuery({ queryKey: ['views'], queryFn: () => get<{ items: { at: string; by: string; reason: string }[] }>('/v1/views') });
  return (
    <Card title={own.views.title}>
      <p className="soft">{own.views.lead}</p>
      <Loaded of={views}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{own.views.none}</p>
          ) : (
            <ul className="list plain">
              {items.map((v) => (
                <li key={v.at} className="stack tight">
                  <strong>{own.views.row(v.by, when(v.at))}</strong>
                  <p className="quote breaks">{v.reason}</p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
