import type { Account } from '../entities.ts';
import type { Answer } from './answer.ts';

/** What GitHub shows in place of an account that was deleted; nobody has this id. */
const ghost: Account = { id: 0, login: 'ghost', type: 'User' };

/** An author; the one of a deleted account is `ghost`. */
export function readAuthor(answer: Answer): Account {
  return answer.orNull(readAccount) ?? ghost;
}

export function readAccount(answer: Answer): Account {
  return {
    id: answer.field('id').number(),
    login: answer.field('login').text(),
    type: readType(answer.field('type').text()),
  };
}

/** There are kinds besides, such as `Mannequin` for imported authors, who can do nothing. */
function readType(type: string): Account['type'] {
  return type === 'Bot' || type === 'Organization' ? type : 'User';
}
