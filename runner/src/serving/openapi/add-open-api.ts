import type { FastifyInstance } from 'fastify';
import { sendAnswer, type Answer } from '../answer.ts';
import { addPath } from '../deepaas/add-path.ts';
import type { ModelSlot, ServedModel } from '../served-model.ts';
import { addDocsFiles } from './docs-page.ts';
import { describeDocument } from './document.ts';
import type { ServedApi } from './served-api.ts';

export interface OpenApiOptions extends Omit<ServedApi, 'models'> {
  readonly slots: readonly ModelSlot[];
  /** Of the server. */
  readonly version: string;
}

/** `/openapi.json`, and the files of the page at `/api` where there is one. */
export function addOpenApi(app: FastifyInstance, options: OpenApiOptions): void {
  const { slots, basePath, hasDoc, version } = options;
  let known: { readonly models: readonly ServedModel[]; readonly answer: Answer } | undefined;
  const current = (): Answer => {
    const models = slots.map((slot) => slot.current);
    // a model that was loaded anew is another object
    if (known === undefined || models.some((model, index) => model !== known?.models[index])) {
      const body = JSON.stringify(describeDocument({ ...options, models }, version));
      const type = 'application/json; charset=utf-8';
      known = { models, answer: { status: 200, type, body } };
    }
    return known.answer;
  };
  addPath(app, {
    url: `${basePath}/openapi.json`,
    verbs: { GET: (_, reply) => sendAnswer(reply, current()) },
    config: { needsKey: false },
  });
  if (hasDoc) void app.register(async (scope) => addDocsFiles(scope, basePath));
}
