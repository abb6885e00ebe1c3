/** Money in all its shapes, under the names that pages know. */
export { MoneyBar } from './money-bar.tsx';
export { MoneyRows, MoneySplit } from './money-split.tsx';
export { MoneyTable } from './money-table.tsx';
export { MoneyTimeline, Refunds } from './money-timeline.tsx';
