/** What the framework alone costs: the same as `bare.ts`, on Fastify. */
import fastify from 'fastify';

const answer = { status: 'OK', predictions: { label: 'a', probability: 1 } };
const app = fastify();
app.get('/', async () => answer);
app.post('/', async () => answer);
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
