import { Failure } from '@orangery/schemas';
import type { Account } from '../github/entities.ts';
import type { GitHub } from '../github/github.ts';

/**
 * The account that the App acts as.
 * @throws Failure GITHUB_FAILED when there is none
 */
export async function findBot(github: GitHub, appSlug: string): Promise<Account> {
  const login = `${appSlug}[bot]`;
  const bot = await github.findAccount(login);
  if (bot !== null) return bot;
  throw new Failure('GITHUB_FAILED', `The App: expected an account ${login}, found none`, {
    hint: 'Hand the output app-slug of the step that makes the token to this step.',
  });
}
