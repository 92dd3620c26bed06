/**
 * Receives the webhooks of the directory. Settings: WEBHOOK_SECRET (`whsec_…`, from the answer to POST /webhooks), PORT
 * (8080).
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { verifyWebhook, type WebhookMessage, WebhookVerificationError } from 'organisations-directory-client';

const secret = process.env.WEBHOOK_SECRET ?? '';
/** A delivery may come twice. A real receiver keeps this number with its data. */
let lastPosition = 0;

/** Processes a message, and returns the body of the answer. */
function answerTo(message: WebhookMessage): object {
  if (message.type === 'webhook.verification') return { challenge: message.data.challenge };
  if (message.type === 'organisation.changes') {
    for (const entry of message.data.changes) {
      if (entry.Position <= lastPosition) continue;
      lastPosition = entry.Position;
      console.log(`${entry.Position} ${entry.Operation} ${entry.OrganisationId ?? entry.FlagId ?? ''}`);
    }
  }
  return {};
}

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    const message = await verifyWebhook(request.headers, Buffer.concat(chunks), secret);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answerTo(message)));
  } catch (error) {
    response.statusCode = error instanceof WebhookVerificationError ? 400 : 500;
    response.end();
    console.error(String(error));
  }
}

const server = createServer((request, response) => void receive(request, response));
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1');
await once(server, 'listening');
console.log('ready');
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
