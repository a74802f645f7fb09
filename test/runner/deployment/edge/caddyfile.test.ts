import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { caddyfile, type EdgeStage } from '../../../../runner/src/deployment/edge/caddyfile.ts';
import { findProgram } from '../../../helpers/find-program.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const run = promisify(execFile);
const address = 'http://127.0.0.1:8080';
const subnets = ['172.21.0.0/16', '172.20.0.0/16'];
const staging: EdgeStage = { deployment: 'seeds', stage: 'staging' };
const production: EdgeStage = { deployment: 'seeds', stage: 'production' };

describe('caddyfile', () => {
  it('asks the links of a stage where its requests go', () => {
    expect(caddyfile([staging], { address, subnets })).toMatchInlineSnapshot(`
      "{
      	grace_period 30s
      	http_port 8080
      	https_port 8443
      	auto_https off
      	log {
      		level WARN
      	}
      }

      :8080 {
      	route {
      		@stages remote_ip 172.20.0.0/16 172.21.0.0/16
      		abort @stages
      		@seeds-staging path /seeds/staging /seeds/staging/*
      		handle @seeds-staging {
      			route {
      				@live-a {
      					file {
      						root /routes/seeds/staging
      						try_files /live/a
      					}
      				}
      				@live-b {
      					file {
      						root /routes/seeds/staging
      						try_files /live/b
      					}
      				}
      				@live-c {
      					file {
      						root /routes/seeds/staging
      						try_files /live/c
      					}
      				}
      				reverse_proxy @live-a {
      					dynamic a {
      						name seeds-staging-a
      						port 5000
      						refresh 1s
      					}
      					lb_policy least_conn
      					lb_try_duration 10s
      					lb_try_interval 100ms
      					transport http {
      						dial_timeout 2s
      						keepalive 4s
      						keepalive_idle_conns_per_host 64
      					}
      				}
      				reverse_proxy @live-b {
      					dynamic a {
      						name seeds-staging-b
      						port 5000
      						refresh 1s
      					}
      					lb_policy least_conn
      					lb_try_duration 10s
      					lb_try_interval 100ms
      					transport http {
      						dial_timeout 2s
      						keepalive 4s
      						keepalive_idle_conns_per_host 64
      					}
      				}
      				reverse_proxy @live-c {
      					dynamic a {
      						name seeds-staging-c
      						port 5000
      						refresh 1s
      					}
      					lb_policy least_conn
      					lb_try_duration 10s
      					lb_try_interval 100ms
      					transport http {
      						dial_timeout 2s
      						keepalive 4s
      						keepalive_idle_conns_per_host 64
      					}
      				}
      				reverse_proxy @live-a {
      					dynamic a {
      						name seeds-staging-a
      						port 5000
      						refresh 1s
      					}
      					lb_policy least_conn
      					lb_try_duration 10s
      					lb_try_interval 100ms
      					transport http {
      						dial_timeout 2s
      						keepalive 4s
      						keepalive_idle_conns_per_host 64
      					}
      				}
      				reverse_proxy @live-b {
      					dynamic a {
      						name seeds-staging-b
      						port 5000
      						refresh 1s
      					}
      					lb_policy least_conn
      					lb_try_duration 10s
      					lb_try_interval 100ms
      					transport http {
      						dial_timeout 2s
      						keepalive 4s
      						keepalive_idle_conns_per_host 64
      					}
      				}
      				header Retry-After 5
      				respond \`{"error":"Nothing runs here now."}\` 503
      			}
      		}
      		handle {
      			respond \`{"error":"No deployment answers here."}\` 404
      		}
      	}
      }

      :9080 {
      	route {
      		@stages remote_ip 172.20.0.0/16 172.21.0.0/16
      		abort @stages
      		@seeds-staging-a {
      			path /seeds/staging /seeds/staging/*
      			header Orangery-Slot a
      		}
      		handle @seeds-staging-a {
      			reverse_proxy {
      				dynamic a {
      					name seeds-staging-a
      					port 5000
      					refresh 1s
      				}
      				lb_policy least_conn
      				lb_try_duration 10s
      				lb_try_interval 100ms
      				transport http {
      					dial_timeout 2s
      					keepalive 4s
      					keepalive_idle_conns_per_host 64
      				}
      			}
      		}
      		@seeds-staging-b {
      			path /seeds/staging /seeds/staging/*
      			header Orangery-Slot b
      		}
      		handle @seeds-staging-b {
      			reverse_proxy {
      				dynamic a {
      					name seeds-staging-b
      					port 5000
      					refresh 1s
      				}
      				lb_policy least_conn
      				lb_try_duration 10s
      				lb_try_interval 100ms
      				transport http {
      					dial_timeout 2s
      					keepalive 4s
      					keepalive_idle_conns_per_host 64
      				}
      			}
      		}
      		@seeds-staging-c {
      			path /seeds/staging /seeds/staging/*
      			header Orangery-Slot c
      		}
      		handle @seeds-staging-c {
      			reverse_proxy {
      				dynamic a {
      					name seeds-staging-c
      					port 5000
      					refresh 1s
      				}
      				lb_policy least_conn
      				lb_try_duration 10s
      				lb_try_interval 100ms
      				transport http {
      					dial_timeout 2s
      					keepalive 4s
      					keepalive_idle_conns_per_host 64
      				}
      			}
      		}
      		handle {
      			respond \`{"error":"No deployment answers here."}\` 404
      		}
      	}
      }
      "
    `);
  });

  it('is the same in whatever order stages come, longest paths first', () => {
    const text = caddyfile([staging, production], { address, subnets });
    expect(caddyfile([production, staging], { address, subnets })).toBe(text);
    expect(text.indexOf('@seeds-staging path')).toBeLessThan(
      text.indexOf('@seeds-production path'),
    );
  });

  it.each([
    [1, '028f'],
    [10, '199a'],
    [50, '8000'],
    [99, 'fd71'],
  ])('sends %i of a hundred to a canary', (canaryPercent, below) => {
    const text = caddyfile([{ ...staging, canaryPercent }], { address, subnets });
    expect(text).toContain(`expression {http.request.uuid} < "${below}"`);
    expect(Number.parseInt(below, 16) / 0x10000).toBeCloseTo(canaryPercent / 100, 4);
  });

  it('gets certificates where the address is https, and nowhere else', () => {
    expect(caddyfile([staging], { address, subnets })).toContain('auto_https off');
    const secure = caddyfile([staging], { address: 'https://models.example.org', subnets });
    expect(secure).not.toContain('auto_https off');
    expect(secure).toContain('\nhttps://models.example.org {');
  });

  const caddy = findProgram('caddy');
  it.skipIf(caddy === undefined).each([
    ['nothing', [], address],
    ['two stages', [staging, production], address],
    ['a canary', [{ ...production, canaryPercent: 5 }], address],
    ['a name of its own', [staging, { ...production, domain: 'seeds.example.org' }], address],
    [
      'certificates',
      [{ ...production, domain: 'seeds.example.org' }],
      'https://models.example.org',
    ],
  ] as const)('is what Caddy takes, with %s', async (_, stages, at) => {
    const folder = await tempFolder({ Caddyfile: caddyfile(stages, { address: at, subnets }) });
    const args = ['validate', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
    const env = { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    const { stdout, stderr } = await run(caddy!, args, { env });
    expect(`${stdout}${stderr}`).toContain('Valid configuration');
  });
});
