import type { Argument } from '../arguments/argument.ts';
import { describeField, type Refer } from './parameters.ts';

const statuses = ['running', 'error', 'completed', 'cancelled'];

const text = { type: 'string' };
const described = (description: string): object => ({ ...text, description });
const listOf = (name: string): object => ({ type: 'array', items: reference(name) });

/** What DEEPaaS says of its own answers, though not all of them look so: programs read it. */
const fixedDefinitions = {
  Failure: objectSchema({ message: described('Failure message') }, ['message']),
  Location: objectSchema({ rel: text, href: { ...text, format: 'url' }, type: text }, [
    ...['href', 'rel', 'type'],
  ]),
  Version: objectSchema({ version: text, id: text, links: reference('Location'), type: text }, [
    'id',
    'version',
  ]),
  ModelMeta: objectSchema(
    {
      id: described('Model identifier'),
      name: described('Model name'),
      description: described('Model description'),
      license: described('Model license'),
      author: described('Model author'),
      version: described('Model version'),
      url: described('Model url'),
      links: listOf('Location'),
    },
    ['description', 'id', 'name'],
  ),
  Training: objectSchema(
    {
      uuid: { ...text, format: 'uuid', description: 'Training identifier' },
      date: { ...text, format: 'date-time', description: 'Training start time' },
      status: { ...text, enum: statuses, description: 'Training status' },
      message: described('Optional message explaining status'),
    },
    ['date', 'status', 'uuid'],
  ),
  TrainingList: objectSchema({ trainings: listOf('Training') }),
  Prediction: objectSchema(
    {
      status: described('Response status message'),
      predictions: described('String containing predictions'),
    },
    ['predictions', 'status'],
  ),
  Versions: objectSchema({ versions: listOf('Version') }),
};

type FixedName = keyof typeof fixedDefinitions;

/** The definitions that a document refers to; each is added when it is first referred to. */
export class Definitions {
  readonly all: Record<string, object> = {};

  /** One of DEEPaaS's own, with those it needs. */
  fixed(name: FixedName): object {
    this.all[name] ??= fixedDefinitions[name];
    return reference(name);
  }

  /** One that a model has; another of the same name gets a number, as in apispec. */
  own(name: string, fields: readonly Argument[]): object {
    const schema = this.#describe(fields);
    const found = Object.entries(this.all).find(
      ([other, { ...known }]) =>
        other.replace(/\d+$/, '') === name && JSON.stringify(known) === JSON.stringify(schema),
    );
    if (found !== undefined) return reference(found[0]);
    let free = name;
    for (let count = 1; free in this.all; count += 1) free = `${name}${count}`;
    this.all[free] = schema;
    return reference(free);
  }

  readonly refer: Refer = (fields) => ({ ...this.own('Generated', fields) });

  #describe(fields: readonly Argument[]): object {
    const required = fields.filter(({ isRequired }) => isRequired === true);
    return objectSchema(
      Object.fromEntries(fields.map((field) => [field.name, describeField(field, this.refer)])),
      required.map(({ name }) => name).sort(),
    );
  }
}

function objectSchema(properties: object, required: readonly string[] = []): object {
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

function reference(name: string): object {
  return { $ref: `#/definitions/${name}` };
}
