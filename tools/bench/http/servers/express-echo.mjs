// Child: an Express handler that parses a body and says it again, and nothing else.
import express from 'express';

const app = express();
app.use(express.json());
app.post('/pretrade/check', (request, response) => response.json(request.body));
const server = app.listen(0, '127.0.0.1', () =>
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })}\n`),
);
process.on('SIGTERM', () => process.exit(0));
