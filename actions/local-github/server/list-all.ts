import { askEmulate, refusal } from './ask-emulate.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import type { Repository } from './repository.ts';
import type { State } from './state.ts';

const pageSize = 100;
const mostPages = 100;

/** All pages of a list of emulate. */
export async function listAll(
  state: State,
  repository: Repository,
  path: string,
): Promise<readonly JsonObject[]> {
  const all: JsonObject[] = [];
  const account = state.app.bot.id;
  for (let page = 1; page <= mostPages; page += 1) {
    const query = `${path.includes('?') ? '&' : '?'}per_page=${pageSize}&page=${page}`;
    const question = { method: 'GET', path: `${path}${query}`, repository, account };
    const { status, json } = await askEmulate(state, question);
    if (status !== 200 || !Array.isArray(json)) throw refusal(status, json);
    all.push(...json.filter(isJsonObject));
    if (json.length < pageSize) break;
  }
  return all;
}
