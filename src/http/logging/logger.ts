import type { Params } from 'nestjs-pino';
import pino, { type Logger } from 'pino';
import type { Config } from '../../config/config.js';

/** The process's logger: one JSON object a line, or readable lines on a terminal. */
export function createLogger(config: Pick<Config, 'logLevel' | 'logFormat'>): Logger {
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // What is logged of requests and errors is listed by us; this is for what a library may hang on them.
    redact: [
      'req.headers.authorization',
      '*.authorization',
      '*.password',
      '*.client_secret',
      '*.access_token',
    ],
  };
  if (config.logFormat === 'json') return pino(options);
  return pino({
    ...options,
    transport: { target: 'pino-pretty', options: { singleLine: true, ignore: 'pid,hostname' } },
  });
}

/** nestjs-pino on Fastify's own request loggers, which carry the interaction id; the access log is a hook. */
export function nestLogging(logger: Logger): Params {
  return { pinoHttp: { logger, autoLogging: false }, useExisting: true };
}
