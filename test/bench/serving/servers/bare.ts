/** The least that answers JSON with JSON: reads the body, parses it, writes one fixed object. */
import { createServer } from 'node:http';

const answer = { status: 'OK', predictions: { label: 'a', probability: 1 } };
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const text = Buffer.concat(chunks).toString();
    if (text !== '') JSON.parse(text);
    const body = JSON.stringify(answer);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});
server.listen(Number(process.argv[2]), '127.0.0.1');
