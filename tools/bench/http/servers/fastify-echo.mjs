// Child: a Fastify handler that parses a body and says it again, and nothing else. No schema, no log.
import fastify from 'fastify';

const app = fastify({ logger: false });
app.post('/pretrade/check', (request, reply) => reply.send(request.body));
const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ url })}\n`);
process.on('SIGTERM', () => process.exit(0));
