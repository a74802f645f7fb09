import type { Answer } from '../../github/requests/answer.ts';
import type { Requester } from '../../github/requests/requester.ts';
import type { Bypass, Rule, Ruleset } from '../entities.ts';
import type { Organisation } from '../organisation.ts';
import { placeOf } from './place-of.ts';

type Rulesets = Pick<Organisation, 'listRulesets' | 'setRuleset'>;

const all = '/repos/{owner}/{repo}/rulesets';
const one = `${all}/{ruleset_id}`;

/** Requests about rulesets of branches. */
export function rulesetRequests({ send, list }: Requester): Rulesets {
  const listBrief = async (repository: string): Promise<readonly Brief[]> => {
    const place = { ...placeOf(repository), includes_parents: false };
    const found = await list(`GET ${all}`, place);
    return found.map(readBrief).filter(({ target }) => target === 'branch');
  };
  return {
    listRulesets: async (repository) => {
      const place = placeOf(repository);
      const rulesets: Ruleset[] = [];
      for (const { id } of await listBrief(repository)) {
        const { answer } = await send(`GET ${one}`, { ...place, ruleset_id: id });
        rulesets.push(readRuleset(answer));
      }
      return rulesets;
    },
    setRuleset: async (repository, ruleset) => {
      const place = placeOf(repository);
      const known = (await listBrief(repository)).find(({ name }) => name === ruleset.name);
      const body = bodyOf(ruleset);
      if (known === undefined) await send(`POST ${all}`, { ...place, ...body });
      else await send(`PUT ${one}`, { ...place, ...body, ruleset_id: known.id });
    },
  };
}

interface Brief {
  readonly id: number;
  readonly name: string;
  readonly target: string;
}

function readBrief(answer: Answer): Brief {
  return {
    id: answer.field('id').number(),
    name: answer.field('name').text(),
    target: answer.field('target').orNull((target) => target.text()) ?? 'branch',
  };
}

function readRuleset(answer: Answer): Ruleset {
  const names = answer.field('conditions').orNull((conditions) => conditions.field('ref_name'));
  const references = (side: string): readonly string[] => {
    const patterns = names?.orNull((found) => found.field(side).orNull((list) => list.list()));
    return (patterns ?? []).map((pattern) => pattern.text()).sort();
  };
  const listOf = (name: string) => answer.field(name).orNull((list) => list.list()) ?? [];
  return {
    name: answer.field('name').text(),
    isActive: answer.field('enforcement').text() === 'active',
    include: references('include'),
    exclude: references('exclude'),
    rules: listOf('rules').map(readRule),
    bypass: listOf('bypass_actors').map(readBypass),
  };
}

function readRule(answer: Answer): Rule {
  const parameters = answer.field('parameters').orNull((found) => found.json());
  return { type: answer.field('type').text(), ...(parameters !== null && { parameters }) };
}

function readBypass(answer: Answer): Bypass {
  return {
    type: answer.field('actor_type').text(),
    id: answer.field('actor_id').orNull((id) => id.number()),
    mode: answer.field('bypass_mode').orNull((mode) => mode.text()) ?? 'always',
  };
}

function bodyOf({ name, isActive, include, exclude, rules, bypass }: Ruleset) {
  return {
    name,
    target: 'branch',
    enforcement: isActive ? 'active' : 'disabled',
    conditions: { ref_name: { include, exclude } },
    rules,
    bypass_actors: bypass.map(({ type, id, mode }) => {
      return { actor_type: type, actor_id: id, bypass_mode: mode };
    }),
  };
}
