import { useEffect, useRef, useState } from 'react';
import { LoadingState } from '../../../components/loading-state.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import type { Snapshot } from '../../../snapshots/snapshot.ts';
import { openPdfView, type PageState, type PdfDocumentView } from './pdf-document-view.ts';
import classes from './pdf-preview.module.css';
import { PdfToolbar } from './pdf-toolbar.tsx';

/** The pages of a PDF record. The user can select text and navigate by pointer or keyboard. */
export default function PdfPreview({ file }: { snapshot: Snapshot; file: Blob }) {
  const container = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<PdfDocumentView>();
  const [state, setState] = useState<PageState>();
  const [error, setError] = useState<Error>();
  useEffect(() => {
    const element = container.current;
    if (!element) return;
    let isGone = false;
    const opening = file
      .arrayBuffer()
      .then((bytes) => (isGone ? undefined : openPdfView(element, new Uint8Array(bytes), setState)));
    opening.then((opened) => !isGone && setView(opened), setError);
    return () => {
      isGone = true;
      void opening.then((opened) => opened?.close()).catch(() => undefined);
    };
  }, [file]);
  if (error)
    return <ProblemState title="The preview cannot be shown. Download the file instead." error={error} />;
  return (
    <section className={classes.preview} aria-label="Preview">
      <PdfToolbar view={view} state={state} />
      <div className={classes.frame}>
        {!state && <LoadingState what="pages" />}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area needs the focus for the keyboard */}
        {/* biome-ignore lint/a11y/useSemanticElements: the library requires a div */}
        <div ref={container} className={classes.pages} tabIndex={0} role="region" aria-label="Pages">
          <div className="pdfViewer" />
        </div>
      </div>
    </section>
  );
}
