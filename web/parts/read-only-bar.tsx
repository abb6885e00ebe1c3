/** Over every page while nothing can be written: what works, what holds meanwhile, and that it goes away by itself. */
import { Link } from '@tanstack/react-router';
import { hw } from '../help-words.ts';

export function ReadOnlyBar(p: { why: 'database' | 'storage' }) {
  const { readOnly: say } = hw;
  return (
    <aside className="viewing read-only" aria-label={say.label}>
      <div className="stack tight" role="status">
        <p>
          <strong>{say.title[p.why]}</strong>
        </p>
        <p className="small">
          {say.says.join(' ')} {say.goes}{' '}
          <Link to="/help" hash="ask">
            {say.ask}
          </Link>
        </p>
      </div>
    </aside>
  );
}
