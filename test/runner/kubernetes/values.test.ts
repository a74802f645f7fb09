import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runnerGroupName } from '../../../actions/organisation/wanted-access.ts';
import { readText } from '../../../schemas/src/read-text.ts';
import { parseYaml } from '../../../schemas/src/yaml.ts';
import { root } from '../../helpers/orangery.ts';

type Json = Readonly<Record<string, unknown>>;

const path = 'runner/kubernetes/values.yaml';
const text = await readText({
  ...{ path: join(root, path), file: path, format: 'YAML', largestBytes: 65_536 },
});
const shipped = parse(text);

function parse(yaml: string): Json {
  const { value, problems } = parseYaml(yaml, path);
  expect(problems).toEqual([]);
  return value as Json;
}

const objectAt = (value: unknown, name: string): Json => {
  const found: unknown = Reflect.get(Object(value), name);
  return Object(found ?? {}) as Json;
};
const listAt = (value: unknown, name: string): readonly unknown[] => {
  const found: unknown = Reflect.get(Object(value), name);
  return Array.isArray(found) ? found : [];
};

/** What a scale set must be for jobs of others (R1, R2): a rule, and whether values keep it. */
const rules: Readonly<Record<string, (values: Json) => boolean>> = {
  'is for the group of the runner repository': ({ runnerGroup, githubConfigUrl }) =>
    runnerGroup === runnerGroupName && /^https:\/\/[^/]+\/[^/]+$/.test(String(githubConfigUrl)),
  'names a secret, and holds none': ({ githubConfigSecret }) =>
    typeof githubConfigSecret === 'string' && githubConfigSecret !== '',
  'has the labels that jobs ask for': ({ scaleSetLabels }) =>
    JSON.stringify(scaleSetLabels) === '["self-hosted","gpu"]',
  'ends at nothing, and has a ceiling': ({ minRunners, maxRunners }) =>
    minRunners === 0 && typeof maxRunners === 'number' && maxRunners > 0 && maxRunners < 100,
  'has no engine beside it, and makes no pods': ({ containerMode }) => containerMode === undefined,
  'is of one job': (values) => podOf(values)['restartPolicy'] === 'Never',
  'may say nothing to the cluster': (values) =>
    podOf(values)['automountServiceAccountToken'] === false &&
    podOf(values)['serviceAccountName'] === undefined,
  'shares nothing with its node': (values) =>
    ['hostNetwork', 'hostPID', 'hostIPC'].every((name) => podOf(values)[name] !== true) &&
    listAt(podOf(values), 'volumes').every((volume) => 'emptyDir' in Object(volume)),
  'runs as nobody in particular': (values) => {
    const { runAsNonRoot, runAsUser } = objectAt(podOf(values), 'securityContext');
    return runAsNonRoot === true && Number(runAsUser) > 0;
  },
  'has the system calls of a container': (values) => {
    const { type } = objectAt(objectAt(podOf(values), 'securityContext'), 'seccompProfile');
    return type === 'RuntimeDefault';
  },
  'gets no rights, then or later': (values) =>
    containersOf(values).every((container) => {
      const { privileged, allowPrivilegeEscalation, capabilities } = objectAt(
        container,
        'securityContext',
      );
      const isDropped = JSON.stringify(capabilities) === '{"drop":["ALL"]}';
      return privileged !== true && allowPrivilegeEscalation === false && isDropped;
    }),
  'is one container, of a readable version': (values) => {
    const names = containersOf(values).map((container) => Object(container).name as unknown);
    const images = containersOf(values).map((container) => String(Object(container).image));
    const isOne = JSON.stringify(names) === '["runner"]' && !('initContainers' in podOf(values));
    return isOne && images.every((image) => /:\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?$/.test(image));
  },
  'has limits, which are what it asks for': (values) =>
    containersOf(values).every((container) => {
      const resources = objectAt(container, 'resources');
      const [limits, requests] = [objectAt(resources, 'limits'), objectAt(resources, 'requests')];
      return ['cpu', 'memory', 'ephemeral-storage'].every(
        (name) => limits[name] !== undefined && limits[name] === requests[name],
      );
    }),
  'has whole cards': (values) =>
    containersOf(values).every((container) => {
      const count = objectAt(objectAt(container, 'resources'), 'limits')['nvidia.com/gpu'];
      return Number.isInteger(count) && Number(count) > 0;
    }),
};

function podOf(values: Json): Json {
  return objectAt(objectAt(values, 'template'), 'spec');
}

function containersOf(values: Json): readonly unknown[] {
  return listAt(podOf(values), 'containers');
}

const broken = (values: Json): string[] =>
  Object.entries(rules).flatMap(([name, isKept]) => (isKept(values) ? [] : [name]));

describe('the values of the scale set', () => {
  it('keep every rule', () => {
    expect(broken(shipped)).toEqual([]);
  });

  it('have a reason for each', () => {
    const lines = text.split('\n');
    const without = lines.filter((line, index) => {
      const isValue = /^[a-zA-Z]\w*:/.test(line);
      return isValue && line !== 'template:' && !lines[index - 1]!.trimStart().startsWith('#');
    });
    expect(without).toEqual([]);
  });

  const changes: [rule: string, from: string | RegExp, to: string][] = [
    ['is for the group of the runner repository', 'runnerGroup: orangery', 'runnerGroup: default'],
    ['is for the group of the runner repository', 'github.com/garden', 'github.com/garden/x'],
    ['names a secret, and holds none', ': orangery-runner-app', ':\n  github_token: x'],
    ['has the labels that jobs ask for', '[self-hosted, gpu]', '[gpu]'],
    ['ends at nothing, and has a ceiling', 'minRunners: 0', 'minRunners: 2'],
    ['ends at nothing, and has a ceiling', 'maxRunners: 2', 'maxRunners: 1000'],
    [
      ...(['has no engine beside it, and makes no pods', 'template:'] as const),
      'containerMode: { type: dind }\ntemplate:',
    ],
    ['is of one job', 'restartPolicy: Never', 'restartPolicy: Always'],
    ['may say nothing to the cluster', 'ServiceAccountToken: false', 'ServiceAccountToken: true'],
    [
      'may say nothing to the cluster',
      '    nodeSelector',
      '    serviceAccountName: a\n    nodeSelector',
    ],
    ['shares nothing with its node', '    nodeSelector', '    hostPID: true\n    nodeSelector'],
    [
      ...(['shares nothing with its node', '    nodeSelector'] as const),
      '    volumes: [{ name: a, hostPath: { path: / } }]\n    nodeSelector',
    ],
    ['runs as nobody in particular', 'runAsNonRoot: true', 'runAsNonRoot: false'],
    ['runs as nobody in particular', 'runAsUser: 1001', 'runAsUser: 0'],
    ['has the system calls of a container', 'RuntimeDefault', 'Unconfined'],
    ['gets no rights, then or later', 'privileged: false', 'privileged: true'],
    ['gets no rights, then or later', 'Escalation: false', 'Escalation: true'],
    ['gets no rights, then or later', 'drop: [ALL]', 'drop: [ALL]\n            add: [SYS_ADMIN]'],
    ['is one container, of a readable version', ':2.336.0', ':latest'],
    [
      'is one container, of a readable version',
      '    containers:',
      '    initContainers: []\n    containers:',
    ],
    ['has limits, which are what it asks for', /memory: 16Gi\n(?=\s+#)/, 'memory: 32Gi\n'],
    ['has whole cards', 'nvidia.com/gpu: 1', 'nvidia.com/gpu: 0.5'],
  ];

  it.each(changes)('would break “%s” alone by %s → %s', (rule, from, to) => {
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    expect(broken(parse(changed))).toEqual([rule]);
  });

  it('has a change for each rule', () => {
    const shown = changes.map(([rule]) => rule);
    expect(Object.keys(rules).filter((rule) => !shown.includes(rule))).toEqual([]);
  });
});
