export { checkItems } from './check-items.ts';
export { runnerFiles } from './runner-files.ts';
export type { CheckedItem, SetUpItem, SetUpNames, SetUpWorld } from './set-up-item.ts';
export { setUpItems } from './set-up-items.ts';
