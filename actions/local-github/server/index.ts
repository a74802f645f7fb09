export { startLocalGitHub } from './start-local-github.ts';
export type { FaultOrder, IssueForm, LocalGitHub, PushOrder } from './local-github.ts';
export type * from './options.ts';
export type { RecordedExchange } from './recorded-exchange.ts';
