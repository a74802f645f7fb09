import { parseYaml } from '@orangery/schemas/files';
import { isObject, listOf, objectOf, toJson } from '../json.ts';

/**
 * Whether a workflow that cannot be read would have run on an event: so says its `on:`, if at least that
 * can be read. If not, every event shows the mistake, but for those that its own failure makes.
 */
export function listens(text: string, file: string, event: string): boolean {
  const on = objectOf(toJson(parseYaml(text, file).value))['on'] ?? null;
  const names = isObject(on) ? Object.keys(on) : listOf(on).map(String);
  return names.length === 0 ? event !== 'workflow_run' : names.includes(event);
}
