import type { Problem } from '../failure.ts';
import { readFrontMatter } from '../front-matter.ts';
import { checkRecord, schemaNames, type RecordName } from '../record.ts';
import { parseYaml, type YamlText } from '../yaml.ts';
import { isObject } from './is-object.ts';
import { rewriteYaml } from './rewrite-yaml.ts';
import { upgradeRecord } from './upgrade-record.ts';
import type { UpgradeStep } from './upgrade-step.ts';
import { upgradeSteps } from './upgrade-steps.ts';

/** What people write by hand. Records of machines are hashed or signed, and stay as they are. */
export type MigratedName = 'access' | 'configuration' | 'deployment' | 'module';

export type Migration =
  | { readonly kind: 'current' }
  | { readonly kind: 'older'; readonly text: string; readonly steps: readonly UpgradeStep[] }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

export interface MigratedText {
  readonly name: MigratedName;
  readonly text: string;
  /** How messages name it. */
  readonly file: string;
}

/**
 * Brings a file to the newest version of its format. An older one that breaks a rule besides is not touched: what
 * is wrong with it is told in terms of the newer version.
 */
export function migrateText(
  { name, text, file }: MigratedText,
  known: readonly UpgradeStep[] = upgradeSteps,
): Migration {
  const [yaml, place] = name === 'module' ? frontMatterOf(text, file) : whole(text, file);
  if (yaml.problems.length > 0) return { kind: 'invalid', problems: yaml.problems };
  const before = yaml.value;
  if (isObject(before) && before.schema === schemaNames[name]) return { kind: 'current' };
  const { value: after, steps } = upgradeRecord(before, known);
  const checked = checkNewest(name, after, known);
  if (checked.length > 0) return { kind: 'invalid', problems: checked.map(yaml.locate) };
  if (!isObject(before) || !isObject(after)) return { kind: 'current' };
  const written = rewriteYaml(text.slice(place.from, place.to), before, after);
  return { kind: 'older', text: text.slice(0, place.from) + written + text.slice(place.to), steps };
}

function checkNewest(name: RecordName, value: unknown, known: readonly UpgradeStep[]) {
  const checked = checkRecord(name, value, known);
  return checked.kind === 'valid' ? [] : checked.problems;
}

interface Place {
  readonly from: number;
  readonly to: number;
}

function whole(text: string, file: string): readonly [YamlText, Place] {
  return [parseYaml(text, file), { from: 0, to: text.length }];
}

/** What stands between the lines of three dashes. */
function frontMatterOf(text: string, file: string): readonly [YamlText, Place] {
  const from = text.indexOf('\n') + 1;
  const end = text.slice(from - 1).search(/\n---[ \t]*\r?(\n|$)/);
  return [readFrontMatter(text, file).yaml, { from, to: from + end }];
}
