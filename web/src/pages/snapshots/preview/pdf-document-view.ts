import * as pdfjs from 'pdfjs-dist';
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import 'pdfjs-dist/web/pdf_viewer.css';

const NEW_WINDOW = 2;
const FIT_WIDTH = 'page-width';

export interface PageState {
  page: number;
  pages: number;
  /** 1 is the size on paper. */
  scale: number;
}

export interface PdfDocumentView {
  goTo(page: number): void;
  zoom(direction: 'in' | 'out' | 'fit'): void;
  close(): Promise<void>;
}

/**
 * Shows the pages of a PDF in an element, each once it scrolls into view, with text that can be selected. Nothing
 * in the file is run, and nothing is fetched for it: our records hold their fonts themselves.
 * @throws Error if it is no PDF that can be shown
 */
export async function openPdfView(
  container: HTMLDivElement,
  bytes: Uint8Array,
  onChange: (state: PageState) => void,
): Promise<PdfDocumentView> {
  pdfjs.GlobalWorkerOptions.workerSrc = workerAddress;
  // Where the viewer looks for the library, which is why it is loaded after it.
  Object.assign(globalThis, { pdfjsLib: pdfjs });
  const { EventBus, PDFLinkService, PDFViewer } = await import('pdfjs-dist/web/pdf_viewer.mjs');
  const loading = pdfjs.getDocument({ data: bytes, useWasm: false, useWorkerFetch: false });
  const file = await loading.promise;
  const closing = new AbortController();
  const eventBus = new EventBus();
  const linkService = new PDFLinkService({ eventBus, externalLinkTarget: NEW_WINDOW });
  const options = {
    container,
    eventBus,
    linkService,
    annotationMode: pdfjs.AnnotationMode.ENABLE,
    // Missing in the types of the library.
    abortSignal: closing.signal,
  };
  const viewer = new PDFViewer(options);
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
  const resizing = new ResizeObserver(() => {
    if (viewer.currentScaleValue === FIT_WIDTH) fitWidth();
  });
  resizing.observe(container);
  const mending = new MutationObserver(() => mendReferences(container));
  mending.observe(container, { childList: true, subtree: true });
  linkService.setViewer(viewer);
  linkService.setDocument(file);
  viewer.setDocument(file);
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
      resizing.disconnect();
      mending.disconnect();
      closing.abort();
      await loading.destroy();
    },
  };
}

/** The tags of a page name the field of the signature, which is not to be seen, so that nothing is shown for it. */
function mendReferences(container: HTMLElement): void {
  for (const field of container.querySelectorAll('[role=form][aria-owns]')) {
    if (!document.getElementById(field.getAttribute('aria-owns') ?? '')) field.removeAttribute('aria-owns');
  }
}
