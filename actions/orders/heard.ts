import type { Parsed } from '../commands/order.ts';
import type { Account } from '../github/entities.ts';

/** What an event says, before anything is believed of it. */
export interface Heard {
  readonly actor: Account;
  /** When it was said; where the event does not tell, the run that it began, which GitHub knows the moment of. */
  readonly at: string | { readonly run: number };
  /** One word that names the comment, issue, dispatch or request: a second run of the same event is known by it. */
  readonly source: string;
  readonly place: Place | null;
  /** The text as the event has it, to be compared with what stands there now. */
  readonly text: string;
  readonly parsed: readonly Parsed[];
}

/** Where an answer goes. */
export interface Place {
  readonly number: number;
  readonly isPullRequest: boolean;
  /** The comment that asked; absent when the issue itself did. */
  readonly comment?: number;
}
