/** Inputs that come when a form asks for them, in one piece: no page waits for them. */
export { ConsideredInput, FilesInput } from './evidence-picker.tsx';
export { FewInput } from './few-input.tsx';
export { TermsInput } from './terms-input.tsx';
export { TopicsInput } from './topics-input.tsx';
export { WitnessInput } from './witness-input.tsx';
