import { show } from '@orangery/schemas';
import { dayOf } from './day.ts';
import { carried, field, isText, type Field } from './field.ts';

const created = dateField('created', 'updated');
const updated = dateField('updated', 'created');

const cpu = numberField('cpu', { most: 256 });
const gpu = numberField('gpu', { least: 0, most: 16 });

const mebibyte = 'Mi';

const memory = field<string>({
  path: ['resources', 'inference', 'memory_MB'],
  read: (value, say, pointer) => {
    if (isWhole(value) && value > 0) return `${value}${mebibyte}`;
    say.warn({ pointer, expected: 'a whole number of megabytes above 0', found: show(value) });
    return undefined;
  },
  own: ({ frontMatter: { resources } }) => {
    const bytes = bytesOf(resources?.memory);
    return bytes === undefined ? undefined : `${Math.ceil(bytes / 1024 ** 2)}${mebibyte}`;
  },
  set: ({ frontMatter }, text) =>
    void (frontMatter.resources = { ...frontMatter.resources, memory: text }),
  write: ({ module }) => {
    const bytes = bytesOf(module.frontMatter.resources?.memory);
    return bytes === undefined ? undefined : Math.ceil(bytes / 1024 ** 2);
  },
  fits: isWhole,
});

const inference = ['resources', 'inference'] as const;
const training = ['resources', 'training'] as const;
const others = ['gpu_memory_MB', 'gpu_compute_capability', 'storage_MB'] as const;

export const otherFields: readonly Field[] = [
  created,
  updated,
  ...[cpu, gpu, memory],
  ...others.map((name) => carried([...inference, name], fitsOf(name))),
  ...(['cpu', 'gpu', 'memory_MB', ...others] as const).map((name) =>
    carried([...training, name], fitsOf(name)),
  ),
  carried(['provenance']),
  // a module is written by its own name
  carried(['id'], () => false),
];

/** The schema asks for both days or none. */
function dateField(name: 'created' | 'updated', other: 'created' | 'updated'): Field {
  return field<string>({
    path: ['dates', name],
    read: (value, say, pointer) => {
      const day = isText(value) ? dayOf(value) : undefined;
      if (day === undefined) {
        say.warn({ pointer, expected: 'a day, written YYYY-MM-DD', found: show(value) });
      } else if (day !== value) {
        say.warn({
          pointer,
          expected: 'a day, written YYYY-MM-DD',
          found: show(value),
          hint: `It is ${day} now.`,
        });
      }
      return day;
    },
    own: ({ frontMatter }) => frontMatter.dates?.[name],
    set: ({ frontMatter }, day) => void (frontMatter.dates = { ...frontMatter.dates, [name]: day }),
    write: ({ module: { frontMatter } }) => frontMatter.dates?.[name] ?? frontMatter.dates?.[other],
    fits: isText,
  });
}

function numberField(
  name: 'cpu' | 'gpu',
  { least = 1, most }: { readonly least?: number; readonly most: number },
): Field {
  return field<number>({
    path: ['resources', 'inference', name],
    read: (value, say, pointer) => {
      if (isWhole(value) && value >= least && value <= most) return value;
      const expected = `a whole number from ${least} to ${most}`;
      say.warn({ pointer, expected, found: show(value) });
      return undefined;
    },
    own: ({ frontMatter }) => frontMatter.resources?.[name],
    set: ({ frontMatter }, value) =>
      void (frontMatter.resources = { ...frontMatter.resources, [name]: value }),
    write: ({ module }) => {
      const value = module.frontMatter.resources?.[name];
      return value === undefined ? undefined : Math.ceil(value);
    },
    fits: isWhole,
  });
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function fitsOf(name: string): (value: unknown) => boolean {
  if (name !== 'gpu_compute_capability') return isWhole;
  return (value) => typeof value === 'number' && value >= 0;
}

function bytesOf(memory: string | undefined): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi)$/.exec(memory ?? '') ?? [];
  if (number === undefined) return undefined;
  return Number(number) * { Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3 }[unit as 'Ki' | 'Mi' | 'Gi'];
}
