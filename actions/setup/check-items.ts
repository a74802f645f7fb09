import { toFailure } from '@orangery/schemas';
import type { CheckedItem, SetUpItem, SetUpWorld } from './set-up-item.ts';

/** Says of each item whether it is so. @param world null without a token: then nothing is known */
export async function checkItems(
  items: readonly SetUpItem[],
  world: SetUpWorld | null,
): Promise<readonly CheckedItem[]> {
  const checked: CheckedItem[] = [];
  for (const { check, ...item } of items) {
    checked.push({ ...item, ...(await stateOf(check, world)) });
  }
  return checked;
}

async function stateOf(
  check: SetUpItem['check'],
  world: SetUpWorld | null,
): Promise<Pick<CheckedItem, 'state' | 'because'>> {
  if (check === undefined) return { state: 'unknown', because: 'only a person can see it' };
  if (world === null) return { state: 'unknown', because: 'there is no GITHUB_TOKEN' };
  try {
    const isSo = await check(world);
    return { state: isSo === null ? 'unknown' : isSo ? 'done' : 'open' };
  } catch (error) {
    const { code, message } = toFailure(error);
    if (code === 'CANCELLED') throw error;
    // one request that is refused hides nothing of the others
    return { state: 'unknown', because: message.split('\n')[0]! };
  }
}
