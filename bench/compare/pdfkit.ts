import { buffer } from 'node:stream/consumers';
import { loadPackage, type OpenContender } from './contender.ts';
import { FONT_FILES, fontFor, roomTables } from './room-tables.ts';

export const openPdfkit: OpenContender = async () => {
  const { default: PDFDocument } = await loadPackage('pdfkit');
  return {
    async render(content) {
      const { title, tables } = roomTables(content);
      const pdf = new PDFDocument({ size: 'A4', margin: 40, info: { Title: title }, lang: 'en' });
      const bytes = buffer(pdf);
      for (const [name, file] of Object.entries(FONT_FILES)) pdf.registerFont(name, file);
      pdf.font(fontFor(title)).fontSize(16).text(title);
      for (const { title: heading, head, rows } of tables) {
        pdf.font('Sans').fontSize(12).text(heading).fontSize(8);
        const data = [head, ...rows].map((row) =>
          row.map((text) => ({ text, font: { src: fontFor(text), size: 8 } })),
        );
        pdf.table({ data });
      }
      pdf.end();
      return bytes;
    },
    async [Symbol.asyncDispose]() {},
  };
};
