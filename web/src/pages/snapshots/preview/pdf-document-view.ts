import * as pdfjs from 'pdfjs-dist';
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import 'pdfjs-dist/web/pdf_viewer.css';

const NEW_WINDOW = 2;
const FIT_WIDTH = 'page-width';

export interface PageState {
  page: number;
  pages: number;
  /** The zoom. 1 is the size on paper. */
  scale: number;
}

export interface PdfDocumentView {
  goTo(page: number): void;
  zoom(direction: 'in' | 'out' | 'fit'): void;
  close(): Promise<void>;
}

/**
 * Shows the pages of a PDF in an element. A page is drawn when it scrolls into view, and its text can be selected.
 * The viewer executes no script of the file and fetches nothing for it: the records contain their fonts.
 * @throws Error if the bytes are not a PDF
 */
export async function openPdfView(
  container: HTMLDivElement,
  bytes: Uint8Array,
  onChange: (state: PageState) => void,
): Promise<PdfDocumentView> {
  pdfjs.GlobalWorkerOptions.workerSrc = workerAddress;
  // The viewer reads the library from this variable when it loads.
  Object.assign(globalThis, { pdfjsLib: pdfjs });
  const library = await import('pdfjs-dist/web/pdf_viewer.mjs');
  const loading = pdfjs.getDocument({ data: bytes, useWasm: false, useWorkerFetch: false });
  const file = await loading.promise;
  const closing = new AbortController();
  const { viewer, eventBus, show } = createViewer(library, container, closing.signal);
  const emit = () =>
    onChange({ page: viewer.currentPageNumber, pages: file.numPages, scale: viewer.currentScale });
  const fitWidth = () => {
    if (viewer.pdfDocument) viewer.currentScaleValue = FIT_WIDTH;
  };
  eventBus.on('pagesinit', () => {
    fitWidth();
    emit();
  });
  eventBus.on('pagechanging', emit);
  eventBus.on('scalechanging', emit);
  const stopObserving = observe(container, () => viewer.currentScaleValue === FIT_WIDTH && fitWidth());
  show(file);
  return {
    goTo(page) {
      viewer.currentPageNumber = page;
    },
    zoom(direction) {
      if (direction === 'fit') fitWidth();
      else if (direction === 'in') viewer.increaseScale();
      else viewer.decreaseScale();
    },
    async close() {
      stopObserving();
      closing.abort();
      // The viewer reports an error for each page that it still waits for when the file goes.
      const pages = Array.from({ length: file.numPages }, (_, index) => file.getPage(index + 1));
      show(null);
      await Promise.allSettled(pages);
      await loading.destroy();
    },
  };
}

type ViewerLibrary = typeof import('pdfjs-dist/web/pdf_viewer.mjs');

function createViewer(
  { EventBus, PDFLinkService, PDFViewer }: ViewerLibrary,
  container: HTMLDivElement,
  abortSignal: AbortSignal,
) {
  const eventBus = new EventBus();
  const linkService = new PDFLinkService({ eventBus, externalLinkTarget: NEW_WINDOW });
  const annotationMode = pdfjs.AnnotationMode.ENABLE;
  // The types of the library lack abortSignal, so the options are not a literal argument.
  const options = { container, eventBus, linkService, annotationMode, abortSignal };
  const viewer = new PDFViewer(options);
  linkService.setViewer(viewer);
  return {
    viewer,
    eventBus,
    show(file: pdfjs.PDFDocumentProxy | null) {
      linkService.setDocument(file);
      viewer.setDocument(file);
    },
  };
}

/** Reports changes of the width, and repairs the pages that the viewer adds. @returns a function that stops it */
function observe(container: HTMLElement, onResize: () => void): () => void {
  const resizing = new ResizeObserver(onResize);
  resizing.observe(container);
  const adding = new MutationObserver(() => removeDanglingReferences(container));
  adding.observe(container, { childList: true, subtree: true });
  return () => {
    resizing.disconnect();
    adding.disconnect();
  };
}

/** The tags of a page refer to the field of the signature. The field is invisible, so the viewer has no element for it. */
function removeDanglingReferences(container: HTMLElement): void {
  for (const field of container.querySelectorAll('[role=form][aria-owns]')) {
    if (!document.getElementById(field.getAttribute('aria-owns') ?? '')) field.removeAttribute('aria-owns');
  }
}
