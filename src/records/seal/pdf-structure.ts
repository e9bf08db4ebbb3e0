import {
  type PDF,
  type PDFPage,
  PdfArray,
  PdfDict,
  PdfName,
  PdfNumber,
  type PdfObject,
  type PdfRef,
} from '@libpdf/core';
import { textString } from './pdf-text-string.ts';

interface Widget {
  ref: PdfRef;
  dict: PdfDict;
  page: PdfRef;
}

/** The structure of a tagged document (ISO 32000-2, 14.7). */
interface Structure {
  root: PdfDict;
  /** The number tree from content to its elements. */
  parents: PdfDict;
  /** The root element. */
  top: PdfDict;
  topRef: PdfRef;
}

function structureOf(pdf: PDF): Structure | undefined {
  const resolve = (ref: PdfRef) => pdf.getObject(ref);
  const root = pdf.getCatalog().getDict('StructTreeRoot', resolve);
  const parents = root?.getDict('ParentTree', resolve);
  const [topRef] = root ? childrenOf(pdf, root) : [];
  const top = topRef?.type === 'ref' ? pdf.getObject(topRef) : undefined;
  if (!root || !parents || topRef?.type !== 'ref' || !(top instanceof PdfDict)) return undefined;
  return { root, parents, top, topRef };
}

/**
 * Adds content of a page to the structure: as a paragraph after all content of this page and the earlier ones, with an
 * alternative text (ISO 32000-2, 14.9.4). Returns the number with which the content must be marked (14.7.5.2), or
 * nothing if the document has no structure.
 */
export function tagContent(pdf: PDF, page: PDFPage, text: string): number | undefined {
  const structure = structureOf(pdf);
  const key = page.dict.getNumber('StructParents')?.value;
  const owners = structure && key !== undefined && findParents(pdf, structure.parents, key);
  if (!structure || !(owners instanceof PdfArray)) return undefined;
  const id = owners.length;
  const element = pdf.register(
    PdfDict.of({
      Type: PdfName.of('StructElem'),
      S: PdfName.of('P'),
      P: structure.topRef,
      Pg: page.ref,
      K: PdfNumber.of(id),
      ActualText: textString(text),
    }),
  );
  owners.push(element);
  const siblings = childrenOf(pdf, structure.top);
  const pages = pdf
    .getPages()
    .slice(0, page.index + 1)
    .map(({ ref }) => ref.objectNumber);
  const next = siblings.findIndex((sibling) => {
    const first = firstPage(pdf, sibling);
    return first !== undefined && !pages.includes(first.objectNumber);
  });
  structure.top.set('K', new PdfArray(siblings.toSpliced(next < 0 ? siblings.length : next, 0, element)));
  return id;
}

/** Returns the page on which an element begins. */
function firstPage(pdf: PDF, reference: PdfObject): PdfRef | undefined {
  const element = reference.type === 'ref' ? pdf.getObject(reference) : reference;
  if (!(element instanceof PdfDict)) return undefined;
  const own = element.getRef('Pg');
  if (own) return own;
  for (const child of childrenOf(pdf, element)) {
    const page = firstPage(pdf, child);
    if (page) return page;
  }
  return undefined;
}

/**
 * Adds the widget of a signature to the structure of a tagged document, as the last element: a form element that refers
 * to it (ISO 14289-1, 7.18.4). A document without a structure stays without one.
 */
export function tagWidget(pdf: PDF, widget: Widget): void {
  const structure = structureOf(pdf);
  if (!structure) return;
  const { root, parents, top, topRef } = structure;
  const reference = PdfDict.of({ Type: PdfName.of('OBJR'), Obj: widget.ref, Pg: widget.page });
  const element = pdf.register(
    PdfDict.of({ Type: PdfName.of('StructElem'), S: PdfName.of('Form'), P: topRef, K: reference }),
  );
  top.set('K', new PdfArray([...childrenOf(pdf, top), element]));
  const key = root.getNumber('ParentTreeNextKey')?.value ?? 0;
  root.set('ParentTreeNextKey', PdfNumber.of(key + 1));
  widget.dict.set('StructParent', PdfNumber.of(key));
  addParent(pdf, parents, key, element);
}

function childrenOf(pdf: PDF, element: PdfDict): PdfObject[] {
  const children = element.get('K');
  const list = children?.type === 'ref' ? pdf.getObject(children) : children;
  if (list instanceof PdfArray) return list.toArray();
  return children ? [children] : [];
}

/**
 * Finds the parents in a number tree. A tree has its pairs itself, or in kids that state their range of keys (ISO
 * 32000-2, 7.9.7).
 */
function findParents(pdf: PDF, tree: PdfDict, key: number): PdfObject | undefined {
  const resolve = (ref: PdfRef) => pdf.getObject(ref);
  const pairs = tree.getArray('Nums', resolve)?.toArray() ?? [];
  const at = pairs.findIndex((entry, index) => index % 2 === 0 && (entry as PdfNumber).value === key);
  const found = at < 0 ? undefined : pairs[at + 1];
  if (found) return found.type === 'ref' ? (pdf.getObject(found) ?? undefined) : found;
  for (const kid of tree.getArray('Kids', resolve)?.toArray() ?? []) {
    const branch = kid.type === 'ref' ? pdf.getObject(kid) : kid;
    const parents = branch instanceof PdfDict ? findParents(pdf, branch, key) : undefined;
    if (parents) return parents;
  }
  return undefined;
}

function addParent(pdf: PDF, parents: PdfDict, key: number, element: PdfRef): void {
  const pair = [PdfNumber.of(key), element];
  const resolve = (ref: PdfRef) => pdf.getObject(ref);
  const kids = parents.getArray('Kids', resolve);
  if (kids) {
    const limits = new PdfArray([PdfNumber.of(key), PdfNumber.of(key)]);
    const kid = pdf.register(PdfDict.of({ Limits: limits, Nums: new PdfArray(pair) }));
    parents.set('Kids', new PdfArray([...kids, kid]));
  } else parents.set('Nums', new PdfArray([...(parents.getArray('Nums', resolve) ?? []), ...pair]));
}
