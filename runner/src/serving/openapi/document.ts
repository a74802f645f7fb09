import { deepaasPaths, deepaasTag, frontDoor } from './deepaas-paths.ts';
import type { Described } from './described.ts';
import { errorResponses } from './errors.ts';
import { modelSchemas } from './model-schemas.ts';
import { openInferencePaths, openInferenceTag } from './open-inference-paths.ts';
import type { ServedApi } from './served-api.ts';
import { singaAutoFrontDoor, singaAutoPredict, singaAutoTag } from './singa-auto-paths.ts';

const tags = [
  { name: deepaasTag, description: 'Paths with a final slash, as AI4OS Hub’s clients call them.' },
  { name: openInferenceTag, description: 'Paths of KServe, Triton and MLServer, version 2.' },
  { name: singaAutoTag, description: 'Paths of predictors of SINGA-Auto and Rafiki.' },
];

/** OpenAPI 3.1 of every path that clients of the three protocols call, for the models as they are. */
export function describeDocument(api: ServedApi, version: string): Described {
  const { basePath: base, models, needsKeys } = api;
  const titles = models.map(({ title, version: own }) => `${title} ${own}`).join(', ');
  return {
    openapi: '3.1.1',
    info: {
      ...{ title: 'Models served here', version },
      description: `${titles}. Each is asked in any of three protocols, whichever a client speaks.`,
    },
    servers: [{ url: '/' }],
    tags,
    ...(needsKeys && { security: [{ key: [] }] }),
    paths: {
      [base === '' ? '/' : base]: { get: frontDoor(needsKeys), post: singaAutoFrontDoor(api) },
      ...deepaasPaths(api),
      ...openInferencePaths(api),
      [`${base}/predict`]: { post: singaAutoPredict(api) },
    },
    components: {
      responses: errorResponses(),
      schemas: Object.assign({}, ...models.map(modelSchemas)),
      ...(needsKeys && { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } }),
    },
  };
}
