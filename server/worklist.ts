/** What in a contract waits for somebody of the platform: the queues of mediators, second readers, arbitrators and staff. */
import { type Contract, extensionFacts, instancesOf } from '@fairhold/domain';
import { caseFacts } from '@fairhold/domain/processes/case';
import { traceFacts } from '@fairhold/domain/processes/trace';

export interface WorkItem {
  readonly on_id: string;
  readonly kind: 'mediation' | 'secondReader' | 'arbitration' | 'awardOverdue' | 'trace' | 'moreTime';
  readonly since: string;
  readonly target_at: string | null;
  readonly assignee: string | null;
  readonly amount: number;
}

const KIND: Readonly<Record<string, WorkItem['kind']>> = {
  queued: 'mediation',
  mediating: 'mediation',
  overdue: 'mediation',
  reviewing: 'secondReader',
  hearing: 'arbitration',
  awardOverdue: 'awardOverdue',
};

/** Open work of a contract; empty when nobody of the platform is waited for. */
export function worklistOf(c: Contract): WorkItem[] {
  return [...casesOf(c), ...tracesOf(c), ...requestsOf(c)];
}

/** RFR-4: money that somebody misses. */
function tracesOf(c: Contract): WorkItem[] {
  return instancesOf(c, 'trace').flatMap((i) => {
    const due = i.windows[0];
    if (!due) return [];
    const { amount, reportedAt } = traceFacts(i);
    const dueAt = new Date(due.dueAt).toISOString();
    return [{ on_id: i.id, kind: 'trace' as const, since: new Date(reportedAt).toISOString(), target_at: dueAt, assignee: null, amount }];
  });
}

/** TIM-10: more time that a party asked for; it is over at the latest when the window is. */
function requestsOf(c: Contract): WorkItem[] {
  return instancesOf(c, 'extension').flatMap((i) => {
    if (i.state !== 'open') return [];
    const { askedAt, dueAt } = extensionFacts(i);
    return [
      {
        on_id: i.id,
        kind: 'moreTime' as const,
        since: new Date(askedAt).toISOString(),
        target_at: new Date(dueAt).toISOString(),
        assignee: null,
        amount: c.held,
      },
    ];
  });
}

function casesOf(c: Contract): WorkItem[] {
  return instancesOf(c, 'case').flatMap((i) => {
    const kind = KIND[i.state];
    if (!kind) return [];
    const f = caseFacts(i);
    const due = i.windows.find((w) => w.target) ?? i.windows[0];
    const assignee = (kind === 'arbitration' || kind === 'awardOverdue' ? f.arbitrator : f.mediator) ?? null;
    return [
      {
        on_id: i.id,
        kind,
        since: new Date(i.since).toISOString(),
        target_at: due ? new Date(due.dueAt).toISOString() : null,
        assignee,
        amount: f.gap,
      },
    ];
  });
}
