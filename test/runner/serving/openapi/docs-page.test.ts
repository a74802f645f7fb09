import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp, type AppParts } from '../../../../runner/src/serving/app.ts';
import { defaultServingLimits } from '../../../../runner/src/serving/limits.ts';
import { modelOf, slotOf } from '../page/model-of.ts';

function serve(basePath?: string, parts: AppParts = {}): ReturnType<typeof createApp> {
  const limits = { ...defaultServingLimits, ...(basePath !== undefined && { basePath }) };
  const app = createApp([slotOf(modelOf())], limits, parts);
  onTestFinished(async () => app.close());
  return app;
}

describe('/api', () => {
  it.each([[undefined], ['/garden']])(
    'shows both documents below %j, and asks nobody else',
    async (basePath) => {
      const base = basePath ?? '';
      const { statusCode, headers, body } = await serve(basePath).inject(`${base}/api`);
      expect(statusCode).toBe(200);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(body).toContain(`"url":"${base}/openapi.json"`);
      expect(body).toContain(`"url":"${base}/swagger.json"`);
      expect(body).toContain('validatorUrl: null');
      expect(body).not.toMatch(/https?:/);
      expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:/);
    },
  );

  it('has its files where DEEPaaS has them, and no other', async () => {
    const app = serve('/garden');
    const { body } = await app.inject('/garden/api');
    const links = [...body.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(
      ([, link]) => link!,
    );
    expect(links).toHaveLength(3);
    for (const link of links) {
      expect(link).toMatch(/^\/garden\/static\/swagger\//);
      expect((await app.inject({ method: 'HEAD', url: link })).statusCode, link).toBe(200);
    }
    for (const name of ['', 'index.html', 'logo.svg', '../package.json', '%2e%2e/package.json']) {
      const { statusCode } = await app.inject(`/garden/static/swagger/${name}`);
      expect(statusCode, name).toBe(404);
    }
  });

  it('is not there when documents are turned off', async () => {
    const app = serve(undefined, {
      endpoints: { hasPredict: true, hasTrain: true, hasDoc: false },
    });
    expect((await app.inject('/api')).statusCode).toBe(404);
    expect((await app.inject('/static/swagger/swagger-ui.css')).statusCode).toBe(404);
    const page = await app.inject({ url: '/', headers: { accept: 'text/html' } });
    expect(page.body).not.toContain('href="/api"');
  });
});
