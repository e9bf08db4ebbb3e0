import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import type { SealedStatement } from './seal-statement.ts';

/**
 * The document's metadata packet (XMP, ISO 16684-1). The packet of the edition is kept, in particular its PDF/A
 * identification. Title, date and instance id are set to those of the sealed record, and the statement is added. PDF/A
 * requires a description of every property that is not its own (ISO 19005-3, 6.6.2.3).
 */
const NAMESPACE = 'urn:roomshot:seal:1';
const STATEMENT_START = '<roomshot:statement>';
const STATEMENT_END = '</roomshot:statement>';

const SCHEMAS = [
  '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">',
  '<pdfaSchema:schema>Roomshot seal</pdfaSchema:schema>',
  `<pdfaSchema:namespaceURI>${NAMESPACE}</pdfaSchema:namespaceURI>`,
  '<pdfaSchema:prefix>roomshot</pdfaSchema:prefix>',
  '<pdfaSchema:property><rdf:Seq>',
  '<rdf:li pdfaProperty:category="internal" pdfaProperty:name="statement" pdfaProperty:valueType="Text"',
  ' pdfaProperty:description="The snapshot and its content, as canonical JSON"/>',
  '</rdf:Seq></pdfaSchema:property>',
  '</rdf:li></rdf:Bag></pdfaExtension:schemas>',
].join('');

const NAMESPACES = [
  'xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"',
  'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"',
  'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"',
  `xmlns:roomshot="${NAMESPACE}"`,
].join(' ');

const ENTITIES: readonly (readonly [string, string])[] = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
];

const escapeXml = (text: string): string =>
  ENTITIES.reduce((escaped, [character, entity]) => escaped.replaceAll(character, entity), text);

const unescapeXml = (text: string): string =>
  ENTITIES.toReversed().reduce((plain, [character, entity]) => plain.replaceAll(entity, character), text);

/** XML cannot represent these characters (XML 1.0, 2.2). JSON escapes them. */
const isNonCharacter = /[\ufffe\uffff]/g;

/** Replaces control characters and unpaired surrogates, which a title can contain, but XML cannot. */
const toXmlText = (text: string): string =>
  escapeXml(text.toWellFormed().replace(/\p{Cc}|[\ufffe\uffff]/gu, '\ufffd'));

function statementText(statement: SealedStatement): string {
  const json = canonicalJson(statement).replace(isNonCharacter, (character) =>
    character === '\ufffe' ? '\\ufffe' : '\\uffff',
  );
  return escapeXml(json);
}

/** Replaces the text between two marks, at their first occurrence in this order. */
function replaceBetween(text: string, start: string, end: string, content: string): string {
  const from = text.indexOf(start);
  const to = from < 0 ? -1 : text.indexOf(end, from + start.length);
  return to < 0 ? text : text.slice(0, from + start.length) + content + text.slice(to);
}

function insertBefore(text: string, mark: string, content: string): string {
  const at = text.lastIndexOf(mark);
  return at < 0 ? text : text.slice(0, at) + content + text.slice(at);
}

/** Returns the XMP packet of the sealed record, from the packet of its edition. */
export function sealMetadata(packet: string, statement: SealedStatement): string {
  const title = `<rdf:Alt><rdf:li xml:lang="x-default">${toXmlText(statement.title)}</rdf:li></rdf:Alt>`;
  const date = statement.sealed_at.replace(/\.\d+Z$/, 'Z');
  let sealed = replaceBetween(packet, '<dc:title>', '</dc:title>', title);
  sealed = replaceBetween(sealed, '<xmp:ModifyDate>', '</xmp:ModifyDate>', date);
  sealed = replaceBetween(
    sealed,
    '<xmpMM:InstanceID>',
    '</xmpMM:InstanceID>',
    `uuid:${toXmlText(statement.snapshot_id)}`,
  );
  const property = `${STATEMENT_START}${statementText(statement)}${STATEMENT_END}`;
  const description = `<rdf:Description rdf:about="" ${NAMESPACES}>${SCHEMAS}${property}</rdf:Description>`;
  return insertBefore(sealed, '</rdf:RDF>', description);
}

/** Returns whether a file declares the schema of our statement, in a packet that is not compressed. */
export const hasSealSchema = (file: Buffer): boolean => file.includes(NAMESPACE);

/** Returns the last statement in a file, with its offset, as unparsed text. */
export function findStatementText(
  file: Buffer,
  maxSize: number,
): { offset: number; json: string } | undefined {
  const offset = file.lastIndexOf(STATEMENT_START);
  if (offset < 0) return undefined;
  const start = offset + STATEMENT_START.length;
  const end = file.indexOf(STATEMENT_END, start);
  if (end < 0 || end - start > maxSize) return undefined;
  return { offset, json: unescapeXml(file.toString('utf8', start, end)) };
}

/** Returns whether the statement at an offset is the only one after another offset. */
export const isOnlyStatement = (file: Buffer, offset: number, from: number): boolean =>
  file.indexOf(STATEMENT_START, from) === offset && file.lastIndexOf(STATEMENT_START) === offset;
