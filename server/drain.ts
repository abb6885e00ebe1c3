/** Ending in good order: who is being served is served to the end, within a limit; whoever comes is sent to another process. */
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { no } from './problem.ts';

export interface Drain {
  draining(): boolean;
  /** From now on: not ready, new requests are refused, their connections closed. Requests under way have `graceMs`; then they are cut. */
  begin(): void;
}

/** Adds the hook; to be called before the routes. */
export function openDrain(app: FastifyInstance, graceMs: number): Drain {
  let draining = false;
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.addHook('onRequest', async (req, reply) => {
    if (!draining) return;
    reply.header('connection', 'close');
    if (!/^\/(healthz|readyz)/.test(req.url)) throw no('stopping');
  });
  app.addHook('onSend', async (_req, reply) => {
    if (draining) reply.header('connection', 'close');
  });
  return {
    draining: () => draining,
    begin() {
      draining = true;
      // Opened ahead of need and never used: Node does not count them as idle, and would wait for them.
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      setTimeout(() => app.server.closeAllConnections(), graceMs).unref();
    },
  };
}
