import { AnswerValidator } from '../../support/openapi.js';
import type { Answer } from '../../support/answer.js';
import type { ApiName } from './operations.js';

const documents: Readonly<Record<ApiName, AnswerValidator>> = {
  directory: new AnswerValidator('directory'),
  notify: new AnswerValidator('notify'),
};

const notifyPath = /^\/(organisation|user|service|email-branding|letter-branding|invite|_status)(\/|$)/;
const interactionId = /^[a-zA-Z0-9][a-zA-Z0-9-]{0,99}$/;

/** Returns the API whose error form a path uses: Notify under its own paths, the directory elsewhere. */
export function apiOf(target: string): ApiName {
  return notifyPath.test(target.split('?', 1)[0] ?? '') ? 'notify' : 'directory';
}

/** Returns the faults of a response against the rules that hold for every request. */
export function faultsOf(method: string, target: string, answer: Answer, sentId?: string): string[] {
  return [
    ...(answer.status >= 500 ? [`${answer.status} ${answer.text.slice(0, 300)}`] : []),
    ...faultsOfFrame(answer, sentId),
    ...(answer.status >= 400 && method !== 'HEAD' ? faultsOfError(apiOf(target), answer) : []),
    ...faultsByDocument(method, target, answer),
  ];
}

/** The media types of a checkpoint and of the signature of the participants file. */
const signedTypes: ReadonlySet<string> = new Set(['application/jwt', 'application/jose']);

function faultsOfFrame({ headers, text, status }: Answer, sentId: string | undefined): string[] {
  const type = headers.get('content-type') ?? 'no type';
  const isDated = !Number.isNaN(Date.parse(headers.get('date') ?? ''));
  return [
    ...faultsOfId(headers.get('x-fapi-interaction-id') ?? '', sentId),
    ...(isDated ? [] : ['no date']),
    ...(text === '' || type.startsWith('application/json') || (status === 200 && signedTypes.has(type))
      ? []
      : [`no JSON but ${type}`]),
  ].map((fault) => `${status} with ${fault}`);
}

function faultsOfId(received: string, sent: string | undefined): string[] {
  if (!interactionId.test(received)) return [`the interaction id ${JSON.stringify(received)}`];
  const isToBePlayedBack = sent !== undefined && interactionId.test(sent);
  return isToBePlayedBack && received !== sent ? [`the interaction id ${received}, not ${sent}`] : [];
}

/** Checks the form of an error body: sentences for the directory; a result and a message or schema errors for Notify. */
function faultsOfError(api: ApiName, { status, body, text }: Answer): string[] {
  const isGood = api === 'directory' ? isSentences(body) : isMessage(body) || isSchemaFaults(body);
  return isGood ? [] : [`${status} is not in the words of ${api}: ${text.slice(0, 300)}`];
}

function isSentences(body: unknown): boolean {
  return keysOf(body) === 'errors' && isTexts((body as { errors: unknown }).errors);
}

function isMessage(body: unknown): boolean {
  if (keysOf(body) !== 'message,result') return false;
  const { message, result } = body as { message: unknown; result: unknown };
  return result === 'error' && (typeof message === 'object' ? message !== null : isText(message));
}

function isSchemaFaults(body: unknown): boolean {
  if (keysOf(body) !== 'errors,status_code') return false;
  const { errors } = body as { errors: unknown };
  return (
    Array.isArray(errors) &&
    errors.length > 0 &&
    errors.every((fault: unknown) => keysOf(fault) === 'error,message')
  );
}

function keysOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? Object.keys(value).sort().join() : '';
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

function faultsByDocument(method: string, target: string, answer: Answer): string[] {
  try {
    documents[apiOf(target)].check(method, target, answer);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
