/** Terms as they are being written, apart from their form: what is sent is made of them on pages that never open it. */
export interface MilestoneDraft {
  title: string;
  description?: string;
  amount?: number | string | undefined;
  dueDate?: string | undefined;
  criteria?: string[];
  revisionLimit?: number | string | undefined;
}
export interface TermsDraft {
  title: string;
  scope: string;
  milestones: MilestoneDraft[];
  /** Given with the first version only. */
  jobPost?: string | undefined;
  /** Kept as they are from version to version. */
  budget?: number;
  files?: string[];
}

/** What is sent: lines without words are left out. */
export function termsOf(t: TermsDraft): unknown {
  return {
    title: t.title,
    scope: t.scope,
    ...(t.jobPost?.trim() && { jobPost: t.jobPost }),
    ...(t.budget !== undefined && { budget: t.budget }),
    ...(t.files && { files: t.files }),
    milestones: t.milestones.map((m) => ({
      title: m.title,
      description: m.description ?? '',
      amount: m.amount,
      ...(m.dueDate && { dueDate: m.dueDate }),
      ...(m.revisionLimit !== undefined && { revisionLimit: m.revisionLimit }),
      criteria: (m.criteria ?? []).map((c) => c.trim()).filter(Boolean),
    })),
  };
}
