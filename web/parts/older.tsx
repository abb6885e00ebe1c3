/** What is older than what is shown, asked of the server page by page. */
import { w } from '../words.ts';
import { ProblemBox } from './view-states.tsx';

interface Paged {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly isFetchNextPageError: boolean;
  readonly error: unknown;
  readonly fetchNextPage: () => unknown;
}

/** Nothing where the beginning is reached. */
export function Older(p: { of: Paged }) {
  const { of } = p;
  if (!of.hasNextPage) return null;
  const more = () => {
    if (!of.isFetchingNextPage) void of.fetchNextPage();
  };
  return (
    <div className="stack tight">
      {of.isFetchNextPageError && <ProblemBox error={of.error} />}
      <button type="button" className="btn" aria-disabled={of.isFetchingNextPage} onClick={more}>
        {of.isFetchingNextPage ? w.states.loading : w.record.older}
      </button>
    </div>
  );
}
