import { Buffer } from 'node:buffer';
import { inflateRawSync } from 'node:zlib';
import semver from 'semver';

const endOfDirectory = 0x06054b50;
const endOfDirectory64 = 0x06064b50;
const directoryEntry = 0x02014b50;

/**
 * Returns the advisories of an OSV export (https://ossf.github.io/osv-schema): a zip of JSON files, a JSON list, one JSON
 * object, or NDJSON.
 * @throws Error if the file is none of these
 */
export function readAdvisories(bytes) {
  const advisories =
    bytes.readUInt16LE(0) === 0x4b50 ? entriesOf(bytes).map((text) => JSON.parse(text)) : parse(bytes);
  if (advisories.length === 0 || !advisories.every((each) => typeof each?.id === 'string'))
    throw new Error('it holds no OSV advisories');
  return advisories;
}

function parse(bytes) {
  const text = bytes.toString('utf8').trim();
  try {
    return [JSON.parse(text)].flat();
  } catch {
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }
}

/** Returns the JSON files of a zip. OSV's export has more entries than a zip without the 64-bit records can count. */
function entriesOf(zip) {
  const texts = [];
  let at = directoryStart(zip);
  while (zip.readUInt32LE(at) === directoryEntry) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const header = zip.readUInt32LE(at + 42);
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const content = zip.subarray(start, start + size);
    if (name.endsWith('.json'))
      texts.push((method === 0 ? content : inflateRawSync(content)).toString('utf8'));
    at += 46 + nameLength + extra + comment;
  }
  return texts;
}

function directoryStart(zip) {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(endOfDirectory);
  const end = zip.lastIndexOf(signature);
  if (end < 0) throw new Error('the zip is cut off');
  const start = zip.readUInt32LE(end + 16);
  if (start !== 0xffffffff) return start;
  const end64 = Number(zip.readBigUInt64LE(end - 20 + 8));
  if (zip.readUInt32LE(end64) !== endOfDirectory64) throw new Error('the zip is cut off');
  return Number(zip.readBigUInt64LE(end64 + 48));
}

/**
 * Returns the advisories that affect the packages: a severity and a sentence for each. Withdrawn advisories affect none.
 * @param packages each with a name and a version
 */
export function vulnerabilitiesOf(packages, advisories) {
  const versions = new Map();
  for (const { name, version } of packages)
    versions.set(name, new Set([...(versions.get(name) ?? []), version]));
  return advisories
    .filter(({ withdrawn }) => withdrawn === undefined)
    .flatMap((advisory) =>
      (advisory.affected ?? [])
        .filter((affected) => affected.package?.ecosystem === 'npm')
        .flatMap((affected) =>
          [...(versions.get(affected.package.name) ?? [])]
            .filter((version) => isAffected(version, affected))
            .map((version) => describe(advisory, affected.package.name, version)),
        ),
    );
}

function describe({ id, summary = '', database_specific: more = {} }, name, version) {
  const severity = String(more.severity ?? 'unknown').toLowerCase();
  return { severity, text: `${severity}: ${name} ${version} ${id} ${summary}`.trim() };
}

/** OSV's evaluation: a listed version, or one between `introduced` and `fixed` or `last_affected`. */
function isAffected(version, { versions = [], ranges = [] }) {
  const isInRange = ({ type, events }) => type !== 'GIT' && isWithin(version, events);
  return versions.includes(version) || ranges.some(isInRange);
}

function isWithin(version, events) {
  const positionOf = (event) => event.introduced ?? event.fixed ?? event.last_affected;
  // Advisories also name versions such as 1.0, which are not of the form that npm requires.
  const toVersion = (text) => semver.parse(text, { loose: true }) ?? semver.coerce(text) ?? '0.0.0-0';
  const steps = events
    .filter((event) => positionOf(event) !== undefined)
    .map((event) => ({ event, at: positionOf(event) === '0' ? '0.0.0-0' : toVersion(positionOf(event)) }))
    .sort((one, other) => semver.compare(one.at, other.at));
  let isInside = false;
  for (const { event, at } of steps) {
    if (event.introduced !== undefined && semver.gte(version, at)) isInside = true;
    if (event.fixed !== undefined && semver.gte(version, at)) isInside = false;
    if (event.last_affected !== undefined && semver.gt(version, at)) isInside = false;
  }
  return isInside;
}
