import { basePathOf } from '../host/host-folders.ts';
import { servingPort, slotHost } from '../compose/stage-file.ts';
import { slotNames, type SlotName, type StageId } from '../reconcile/slots.ts';

/** A stage that the edge sends requests to. */
export interface EdgeStage extends StageId {
  readonly domain?: string;
  /** Of a hundred requests, how many go to the canary. */
  readonly canaryPercent?: number;
}

export interface CaddyfileOptions {
  /** Where stages answer; the edge gets certificates by itself where it is https. */
  readonly address: string;
  /** Of the networks that stages are on, such as `172.20.0.0/16`: nobody there is answered. */
  readonly subnets: readonly string[];
}

/** Ports within the container: no capability is needed for these. */
export const edgePorts = { http: 8080, https: 8443, own: 9080 };

/**
 * The edge's configuration. Which slot gets a stage's requests does not stand in it: a link in the folder
 * of routes says so, which is looked at for every request. So a switch is a rename, nothing is loaded again, and no
 * connection is touched.
 * @param stages in any order
 */
export function caddyfile(
  stages: readonly EdgeStage[],
  { address, subnets }: CaddyfileOptions,
): string {
  const sorted = stages.toSorted((a, b) => compare(basePathOf(b), basePathOf(a)));
  const domains = [...new Set(sorted.flatMap(({ domain }) => domain ?? []))].sort();
  return [
    ...globalOptions(address),
    ...site(siteAddress(address), [...refuse(subnets), ...sorted.flatMap(stageLines)]),
    ...domains.flatMap((domain) => domainSite(domain, { address, subnets }, sorted)),
    ...site(`:${edgePorts.own}`, [...refuse(subnets), ...sorted.flatMap(ownLines)]),
    '',
  ].join('\n');
}

function globalOptions(address: string): readonly string[] {
  return [
    '{',
    '\tgrace_period 30s',
    `\thttp_port ${edgePorts.http}`,
    `\thttps_port ${edgePorts.https}`,
    ...(isSecure(address) ? [] : ['\tauto_https off']),
    '\tlog {',
    '\t\tlevel WARN',
    '\t}',
    '}',
  ];
}

function isSecure(address: string): boolean {
  return address.startsWith('https://');
}

function siteAddress(address: string): string {
  return isSecure(address) ? address : `:${edgePorts.http}`;
}

function site(address: string, lines: readonly string[]): readonly string[] {
  const nothing = ['handle {', '\trespond `{"error":"No deployment answers here."}` 404', '}'];
  // in a route, what comes first is done first
  const route = ['route {', ...[...lines, ...nothing].map((line) => `\t${line}`), '}'];
  return ['', `${address} {`, ...route.map((line) => `\t${line}`), '}'];
}

/** A module's code reaches the edge, which is on its network, but none of the deployments behind it. */
function refuse(subnets: readonly string[]): readonly string[] {
  if (subnets.length === 0) return [];
  return [`@stages remote_ip ${subnets.toSorted().join(' ')}`, 'abort @stages'];
}

/** At a name of its own, a deployment answers below `/` as well. */
function domainSite(
  domain: string,
  { address, subnets }: CaddyfileOptions,
  stages: readonly EdgeStage[],
): readonly string[] {
  const own = stages.filter((stage) => stage.domain === domain);
  const shortest = own.map((stage) => basePathOf(stage)).at(-1)!;
  const elsewhere = own.map((stage) => `${basePathOf(stage)} ${basePathOf(stage)}/*`).join(' ');
  const scheme = isSecure(address) ? '' : 'http://';
  return site(`${scheme}${domain}`, [
    ...refuse(subnets),
    `@elsewhere not path ${elsewhere}`,
    `rewrite @elsewhere ${shortest}{uri}`,
    ...own.flatMap(stageLines),
  ]);
}

function stageLines(stage: EdgeStage): readonly string[] {
  const path = basePathOf(stage);
  const name = `${stage.deployment}-${stage.stage}`;
  return [
    `@${name} path ${path} ${path}/*`,
    `handle @${name} {`,
    '\troute {',
    ...(stage.canaryPercent === undefined ? [] : linkLines(stage, 'canary')),
    ...linkLines(stage, 'live'),
    '\t\theader Retry-After 5',
    '\t\trespond `{"error":"Nothing runs here now."}` 503',
    '\t}',
    '}',
  ];
}

/** Slots are looked at one after the other: the link may come to lead to one that was just passed by. */
const looks: readonly SlotName[] = [...slotNames, ...slotNames.slice(0, -1)];

function linkLines(stage: EdgeStage, link: 'live' | 'canary'): readonly string[] {
  return [
    ...slotNames.flatMap((slot) => matcherLines(stage, slot, link)),
    ...looks.flatMap((slot) => proxyLines(`@${link}-${slot}`, stage, slot)),
  ].map((line) => `\t\t${line}`);
}

function matcherLines(
  { deployment, stage, canaryPercent }: EdgeStage,
  slot: SlotName,
  link: 'live' | 'canary',
): readonly string[] {
  return [
    `@${link}-${slot} {`,
    `\tfile {`,
    `\t\troot /routes/${deployment}/${stage}`,
    `\t\ttry_files /${link}/${slot}`,
    `\t}`,
    ...(link === 'canary' ? [`\texpression {http.request.uuid} < "${share(canaryPercent!)}"`] : []),
    '}',
  ];
}

/** The first digits of a random number: that share of the requests is below them. */
function share(percent: number): string {
  return Math.round((percent / 100) * 0x10000)
    .toString(16)
    .padStart(4, '0');
}

/** What a slot is asked by itself, from this machine alone. */
function ownLines(stage: EdgeStage): readonly string[] {
  const path = basePathOf(stage);
  return slotNames.flatMap((slot) => {
    const matcher = `@${stage.deployment}-${stage.stage}-${slot}`;
    return [
      `${matcher} {`,
      `\tpath ${path} ${path}/*`,
      `\theader Orangery-Slot ${slot}`,
      '}',
      `handle ${matcher} {`,
      ...proxyLines('', stage, slot).map((line) => `\t${line}`),
      '}',
    ];
  });
}

/**
 * All copies of a slot have one name; a copy that is being started again is tried again for a while. Kept connections
 * end before the server would cut them, after ten seconds.
 */
function proxyLines(matcher: string, stage: EdgeStage, slot: SlotName): readonly string[] {
  return [
    ['reverse_proxy', ...(matcher === '' ? [] : [matcher]), '{'].join(' '),
    '\tdynamic a {',
    `\t\tname ${slotHost(stage, slot)}`,
    `\t\tport ${servingPort}`,
    '\t\trefresh 1s',
    '\t}',
    '\tlb_policy least_conn',
    '\tlb_try_duration 10s',
    '\tlb_try_interval 100ms',
    '\ttransport http {',
    '\t\tdial_timeout 2s',
    '\t\tkeepalive 4s',
    '\t\tkeepalive_idle_conns_per_host 64',
    '\t}',
    '}',
  ];
}

function compare(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}
