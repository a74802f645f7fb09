import type { AskedTraining, Backend, Order, Stage, Verb } from './order.ts';

/** Values by name, each as often as it was said. */
export type Values = Readonly<Record<string, readonly string[]>>;

/** An order from values that its grammar has accepted. */
export function readOrder(verb: Verb, values: Values): Order {
  const one = (name: string): string | undefined => values[name]?.[0];
  switch (verb) {
    case 'help':
    case 'validate':
    case 'stop-all':
      return { verb };
    case 'retrain':
      return { verb, training: readTraining(values) };
    case 'benchmark':
      return { verb, module: one('module')!, backend: (one('backend') ?? 'auto') as Backend };
    case 'merge':
      return { verb, ...defined({ head: one('commit') }) };
    case 'cancel':
      return { verb, ...defined({ job: one('job') }) };
    case 'deploy': {
      const [module, version] = (one('module') ?? '').split(/@(.*)/s);
      const stage = (one('stage') ?? 'staging') as Stage;
      return {
        verb,
        name: one('name')!,
        stage,
        ...defined({ module: module || undefined, version }),
      };
    }
    case 'stop':
    case 'rollback':
      return { verb, name: one('name')!, ...defined({ stage: one('stage') as Stage | undefined }) };
    case 'promote':
    case 'lock':
    case 'unlock':
      return { verb, name: one('name')! };
    case 'key': {
      const [consumer, sha256] = [one('consumer')!, one('sha256')!];
      return {
        verb,
        name: one('name')!,
        consumer,
        sha256,
        ...defined({ expires: one('expires') }),
      };
    }
  }
}

function readTraining(values: Values): AskedTraining {
  const one = (name: string): string | undefined => values[name]?.[0];
  const number = (name: string): number | undefined => {
    const text = one(name);
    return text === undefined ? undefined : Number(text);
  };
  return {
    module: one('module')!,
    dataset: values['dataset'] ?? [],
    validation: values['validation'] ?? [],
    backend: (one('backend') ?? 'auto') as Backend,
    seed: number('seed') ?? 1,
    visibility: one('visibility') === 'public' ? 'public' : 'private',
    ...defined({ target: one('target'), child: one('child') }),
    ...defined({ trials: number('trials'), hours: number('hours'), gpus: number('gpus') }),
    ...defined({ machines: number('machines') }),
  };
}

type Defined<Value> = { readonly [Key in keyof Value]?: Exclude<Value[Key], undefined> };

/** Without the fields that nobody filled in. */
function defined<Value extends Record<string, unknown>>(value: Value): Defined<Value> {
  return Object.fromEntries(
    Object.entries(value).filter(([, field]) => field !== undefined),
  ) as Defined<Value>;
}
