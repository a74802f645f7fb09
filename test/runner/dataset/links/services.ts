import { createHash } from 'node:crypto';
import { noAccess, type DatasetAccess } from '../../../../runner/src/dataset/index.ts';
import { fetchOptions, type TestOptions } from '../fetching.ts';

export const table = 'length,width,kind\n1,2,a\n3,4,b\n';

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Options whose services are servers of the test. @param endpoints address of each, by its name */
export async function optionsFor(
  endpoints: Readonly<Partial<Record<keyof DatasetAccess['endpoints'], string>>>,
  access: Partial<DatasetAccess> = {},
): Promise<TestOptions> {
  const own = Object.fromEntries(
    Object.entries(endpoints).map(([name, address]) => [name, new URL(address)]),
  );
  return {
    ...(await fetchOptions()),
    access: { ...noAccess, ...access, endpoints: { ...noAccess.endpoints, ...own } },
  };
}
