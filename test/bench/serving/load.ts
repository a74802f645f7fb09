/** Puts load on an address, in a process of its own: prints what it saw as JSON. */
import autocannon from 'autocannon';

const { url, headers, body, connections, seconds } = JSON.parse(process.argv[2]!) as {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Base64. */
  readonly body: string;
  readonly connections: number;
  readonly seconds: number;
};
const result = await autocannon({
  ...{ url, headers, connections, duration: seconds },
  method: 'POST',
  body: Buffer.from(body, 'base64'),
});
const { requests, latency, non2xx, errors } = result;
process.stdout.write(
  JSON.stringify({
    perSecond: requests.total / result.duration,
    p50Ms: latency.p50,
    p99Ms: latency.p99,
    refused: non2xx + errors,
  }),
);
