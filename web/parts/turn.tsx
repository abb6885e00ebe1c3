/** Turn and deadlines together, under the names that pages know. */
export { useNow } from './clock.ts';
export { DeadlineLine, Deadlines } from './deadline.tsx';
export { IfYouDoNothing } from './if-you-do-nothing.tsx';
export { TurnBanner } from './turn-banner.tsx';
