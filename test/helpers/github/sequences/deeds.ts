import type { Account } from '../../../../actions/github/entities.ts';
import type { GitHubEvent } from '../../../../actions/orders/hear-event.ts';
import type { ModelPull } from '../model/model-state.ts';
import type { startRun } from '../model/runs.ts';
import type { Files } from './change-files.ts';

/** A run as somebody starts it. */
export type NewRun = Parameters<typeof startRun>[2];

/**
 * What people, machines and we do, one thing at a time. Sequences say what happens by these alone, so
 * that the same sequence can happen in the model and on a GitHub of its own.
 */
export interface Deeds {
  comment(issue: number, author: Account, body: string): Promise<GitHubEvent & { id: number }>;
  openIssue(
    author: Account,
    body: string,
    labels?: readonly string[],
  ): Promise<GitHubEvent & { number: number }>;
  /** Null where GitHub itself refuses it. */
  dispatch(author: Account, inputs: Readonly<Record<string, string>>): Promise<GitHubEvent | null>;
  rewriteComment(id: number, body: string): Promise<void>;
  rewriteIssue(number: number, body: string): Promise<void>;
  /** Opens a pull request from a fork. */
  openFromFork(author: Account, files: Files, base?: 'records'): Promise<number>;
  /** Commits onto the head of a contribution, and moves nothing. */
  commitOnto(pull: ModelPull, files: Files): Promise<string>;
  /** Moves the branch of a contribution, backwards too. */
  moveHead(pull: ModelPull, head: string): Promise<void>;
  close(pull: ModelPull): Promise<void>;
  startCheck(run: NewRun): Promise<number>;
  endCheck(run: number, conclusion: 'success' | 'failure'): Promise<void>;
  /** A machine begins with a run. */
  takeRun(run: number): Promise<void>;
  endRun(run: number, conclusion: 'success' | 'failure' | 'cancelled'): Promise<void>;
  setMember(id: number, team: string, isIn: boolean): Promise<void>;
  rename(id: number, login: string): Promise<void>;
  /** The account is deleted. */
  leave(id: number): Promise<void>;
  commitToMain(files: Files, message: string): Promise<void>;
  /** We do what an event asks for. @throws Failure */
  handle(event: GitHubEvent): Promise<void>;
  /** We bring jobs to where they should be. @returns those that were looked at; all when absent */
  reconcile(): Promise<readonly string[] | undefined>;
}
